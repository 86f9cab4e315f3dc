#include "gateway/net/curl_transfer.hpp"

#include "gateway/net/headers.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace haatline::gateway {
namespace {

constexpr std::size_t header_bytes_max = 16 * 1024;
constexpr std::size_t headers_max = 100;
/// Which host is asked, and where a body ends, is never somebody else's to say.
constexpr std::string_view own_headers[] = {"Host",       "Content-Type", "Content-Length",
                                            "Connection", "Expect",       "Transfer-Encoding"};

struct CurlText {
    char* text = nullptr;
    ~CurlText() { curl_free(text); }
};

std::string part_of(CURLU* address, CURLUPart part, unsigned flags = 0) {
    CurlText out;
    return curl_url_get(address, part, &out.text, flags) == CURLUE_OK ? out.text : "";
}

/// A host as it may stand in a log: it can come from outside, with a number in it.
std::string shown_host(std::string const& host, std::string const& port) {
    std::size_t digits = 0, most = 0;
    for (char const c : host) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        most = std::max(most, digits);
    }
    return most > 5 || host.size() > 100 ? "a host" : fmt::format("{}:{}", host, port);
}

std::optional<IpAddress> address_of(curl_sockaddr const& to) {
    IpAddress out;
    if (to.family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &to.addr, sizeof v4);
        out.octets[10] = out.octets[11] = 0xFF;
        std::memcpy(out.octets.data() + 12, &v4.sin_addr, 4);
        return out;
    }
    if (to.family != AF_INET6 || to.addrlen < sizeof(sockaddr_in6)) return std::nullopt;
    // curl_sockaddr ends in a sockaddr that stands for the longer one behind it (curl.h).
    std::memcpy(out.octets.data(),
                reinterpret_cast<char const*>(&to.addr) + offsetof(sockaddr_in6, sin6_addr), 16);
    return out;
}

std::string_view trimmed(std::string_view text) {
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace

CurlTransfer::CurlTransfer(OutRequest request, SenderOptions const& options)
    : request_(std::move(request)), options_(options), address_(curl_url(), &curl_url_cleanup),
      handle_(curl_easy_init(), &curl_easy_cleanup), headers_(nullptr, &curl_slist_free_all) {}

Result<std::unique_ptr<CurlTransfer>> CurlTransfer::make(OutRequest request,
                                                         SenderOptions const& options) {
    std::unique_ptr<CurlTransfer> out(new CurlTransfer(std::move(request), options));
    if (!out->address_ || !out->handle_) return fail(Errc::internal, "no memory for a request");
    if (auto read = out->read_address(); !read) return fail(read.error());
    if (auto ready = out->set_up(); !ready) return fail(ready.error());
    return out;
}

/// libcurl itself reads the address and is handed its own reading, so that there are no two
/// opinions about which host it names.
Result<void> CurlTransfer::read_address() {
    auto* const address = address_.get();
    auto const refused = [](std::string why) { return fail(Errc::bad_request, std::move(why)); };
    if (curl_url_set(address, CURLUPART_URL, request_.url.c_str(), CURLU_DISALLOW_USER) !=
            CURLUE_OK ||
        request_.url.find('\0') != std::string::npos)
        return refused("what should be an http:// or https:// address is not, or has a user in it");
    auto const scheme = part_of(address, CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return refused("an address must begin with http:// or https://");
    auto host = part_of(address, CURLUPART_HOST);
    auto const port = part_of(address, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    shown_ = shown_host(host, port);
    if (!part_of(address, CURLUPART_ZONEID).empty())
        return refused("an address with a zone leads to this machine's neighbours");
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    std::ranges::transform(host, host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::uint16_t number = 0;
    std::from_chars(port.data(), port.data() + port.size(), number);
    if (!options_.egress.names(host, number))
        return fail(Errc::invalid_config,
                    fmt::format("{} is not on the egress list; nothing was sent", shown_));
    return {};
}

Result<void> CurlTransfer::set_up() {
    ClientRequest const probe{request_.method, "/", request_.body, request_.content_type,
                              request_.headers};
    if (auto sound = probe.sound(); !sound) return fail(sound.error());
    for (auto const& [name, value] : request_.headers)
        for (auto const own : own_headers)
            if (same_header(name, own))
                return fail(Errc::bad_request, fmt::format("header {} is set by us alone", own));
    bool fine = true;
    auto* const handle = handle_.get();
    auto const set = [&](auto option, auto value) {
        fine &= curl_easy_setopt(handle, option, value) == CURLE_OK;
    };
    auto const add = [&](std::string const& line) {
        auto* const longer = curl_slist_append(headers_.get(), line.c_str());
        fine &= longer != nullptr;
        if (!longer) return;
        (void)headers_.release();
        headers_.reset(longer);
    };
    // What is empty is written with a semicolon, or libcurl would leave the header out.
    for (auto const& [name, value] : request_.headers)
        add(value.empty() ? name + ';' : name + ": " + value);
    add("Expect:"); // never wait for 100 Continue
    if (probe.has_body()) {
        add("Content-Type: " + request_.content_type);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
        set(CURLOPT_POSTFIELDS, request_.body.c_str());
    }
    if (request_.method == "HEAD")
        set(CURLOPT_NOBODY, 1L);
    else
        set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_CURLU, address_.get());
    if (request_.basic) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, request_.basic->user.c_str());
        set(CURLOPT_PASSWORD, request_.basic->password.full().c_str());
    }
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_PROXY,
        ""); // whatever http_proxy says: the egress list is about where we connect to
    set(CURLOPT_NOSIGNAL, 1L);
    // A request that times out while its name is looked up must not make the loop wait for the
    // resolver's thread.
    set(CURLOPT_QUICK_EXIT, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) {
        set(CURLOPT_CAINFO, options_.ca_file.c_str());
        set(CURLOPT_CAPATH, nullptr);
    }
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    fine &= call_back();
    if (!fine) return fail(Errc::internal, "libcurl refuses a setting of ours");
    return {};
}

/// What libcurl tells and asks while it works.
bool CurlTransfer::call_back() {
    bool fine = true;
    auto const set = [&](auto option, auto value) {
        fine &= curl_easy_setopt(handle_.get(), option, value) == CURLE_OK;
    };
    set(CURLOPT_PRIVATE, this);
    set(CURLOPT_HEADERDATA, this);
    set(
        CURLOPT_HEADERFUNCTION, +[](char* text, std::size_t, std::size_t size, void* self) {
            return static_cast<CurlTransfer*>(self)->take_header({text, size});
        });
    set(CURLOPT_WRITEDATA, this);
    set(
        CURLOPT_WRITEFUNCTION, +[](char* text, std::size_t, std::size_t size, void* self) {
            return static_cast<CurlTransfer*>(self)->take_body({text, size});
        });
    set(CURLOPT_OPENSOCKETDATA, this);
    set(
        CURLOPT_OPENSOCKETFUNCTION, +[](void* self, curlsocktype, curl_sockaddr* to) {
            return static_cast<CurlTransfer*>(self)->open_socket(*to);
        });
    set(CURLOPT_PREREQDATA, this);
    set(
        CURLOPT_PREREQFUNCTION, +[](void* self, char*, char*, int, int) -> int {
            return static_cast<CurlTransfer*>(self)->may_leave() ? CURL_PREREQFUNC_OK
                                                                 : CURL_PREREQFUNC_ABORT;
        });
    // Servers close idle connections after five seconds and more (Apache's KeepAliveTimeout): one
    // that was idle for four is rather opened anew than found closed with the request in it.
    if (request_.once) set(CURLOPT_MAXAGE_CONN, 4L);
    return fine;
}

void CurlTransfer::set_timeout(std::chrono::milliseconds left) {
    auto const whole = std::max<long>(1, static_cast<long>(left.count())); // 0 would be for ever
    curl_easy_setopt(handle_.get(), CURLOPT_TIMEOUT_MS, whole);
}

/// The check that names cannot talk their way round: of the address that is connected to.
curl_socket_t CurlTransfer::open_socket(curl_sockaddr const& to) {
    auto const address = address_of(to);
    if (!address || !options_.egress.leads_to(*address)) {
        private_address_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(to.family, to.socktype | SOCK_CLOEXEC, to.protocol);
}

/// libcurl asks before each writing of the request, so also before it writes it again.
bool CurlTransfer::may_leave() {
    if (left_ && request_.once) return false;
    left_ = true;
    if (request_.leaves) request_.leaves();
    return true;
}

std::size_t CurlTransfer::take_header(std::string_view line) {
    auto const size = line.size();
    header_bytes_ += size;
    if (header_bytes_ > header_bytes_max || reply_.headers.size() == headers_max) {
        too_large_ = true;
        return 0;
    }
    if (line.starts_with("HTTP/")) reply_.headers.clear(); // a 100 came before the answer
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with("HTTP/")) return size;
    std::string name(trimmed(line.substr(0, colon)));
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    reply_.headers.emplace_back(std::move(name), std::string(trimmed(line.substr(colon + 1))));
    return size;
}

std::size_t CurlTransfer::take_body(std::string_view octets) {
    if (reply_.body.size() + octets.size() > options_.reply_bytes_max) {
        too_large_ = true;
        return 0;
    }
    reply_.body.append(octets);
    return octets.size();
}

Result<ClientReply> CurlTransfer::result(CURLcode code) {
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        reply_.status = static_cast<unsigned>(status);
        return std::move(reply_);
    }
    if (too_large_)
        return fail(Errc::limit, fmt::format("{} answers with more than {} KiB or {} headers",
                                             shown_, options_.reply_bytes_max / 1024, headers_max));
    if (private_address_)
        return fail(Errc::invalid_config,
                    fmt::format("{} leads to a private address; if that is meant, put the address "
                                "or its block on the egress list too",
                                shown_));
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail(Errc::timeout, fmt::format("{} did not answer within {} ms", shown_,
                                               request_.timeout.count()));
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return fail(Errc::unavailable,
                    fmt::format("{} closed the connection without an answer", shown_));
    return fail(Errc::unavailable, fmt::format("{}: {}", shown_, curl_easy_strerror(code)));
}

} // namespace haatline::gateway
