#include "simulators/smsc/command_smsc.hpp"

#include "cluster/msisdn.hpp"
#include "gateway/net/http_server.hpp"
#include "gateway/net/line_input.hpp"
#include "gateway/net/stream_server.hpp"
#include "simulators/load/strangers.hpp"
#include "simulators/smsc/desk.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace haatline::simulators {
namespace {

int complain(std::string_view what) {
    fmt::print(stderr, "haatline simulate smsc: {}\n", what);
    return 2;
}

/// Each reading puts its value into the plan, or says what is wrong.
template <class T, class To>
bool put(Result<T> read, To& to, std::string& problem) {
    if (read)
        to = std::move(*read);
    else if (problem.empty())
        problem = read.error().detail;
    return read.has_value();
}

Result<smsc::Plan> plan_of(SmscOptions const& options) {
    auto out = options.plan;
    std::string problem;
    out.faults = options.faults;
    put(smsc::span_of(options.delay_ms, "--delay-ms"), out.faults.delay, problem);
    put(smsc::span_of(options.receipt_after_ms, "--receipt-after-ms"), out.receipt_after, problem);
    put(smsc::span_of(options.think_ms, "--think-ms"), out.think, problem);
    put(smsc::id_style(options.ids), out.ids, problem);
    put(smsc::long_mode(options.long_mode), out.long_mode, problem);
    put(smsc::dialect(options.dialect), out.dialect, problem);
    put(first_stranger(options.first_number, system_world()), out.first_number, problem);
    if (options.receipts == "every")
        out.receipts = nullptr;
    else
        put(smsc::receipt_style(options.receipts), out.receipts, problem);
    out.manner.tlvs = !options.no_receipt_tlvs;
    out.manner.esm_class = static_cast<std::uint8_t>(options.receipt_esm);
    out.manner.data_coding = static_cast<std::uint8_t>(options.receipt_dcs);
    out.version = static_cast<std::uint8_t>(options.version);
    out.lenient = {options.lenient, options.lenient};
    auto accounts = options.accounts;
    std::ifstream file(options.accounts_file);
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && !line.starts_with('#')) accounts.push_back(line);
    if (!accounts.empty()) out.accounts.clear();
    for (auto const& typed : accounts)
        put(smsc::account_of(typed), out.accounts.emplace_back(), problem);
    if (!problem.empty()) return fail(Errc::bad_request, problem);
    return out;
}

/// A command a request: POST /do with the line as its body; GET /count.
void answer(smsc::Desk& desk, smsc::Desk::After const& after, gateway::RawRequest const& request,
            std::function<void(gateway::RawReply)> respond) {
    bool const counts = request.method == "GET" && request.path == "/count";
    if (!counts && request.path != "/do") {
        gateway::RawReply lost;
        lost.status = 404;
        lost.body = "POST a command to /do, or GET /count\n";
        return respond(std::move(lost));
    }
    auto line = counts ? std::string_view("count") : std::string_view(request.body);
    while (line.ends_with('\n')) line.remove_suffix(1);
    desk.run(line, after, [respond = std::move(respond)](Result<std::string> said) {
        gateway::RawReply out;
        out.status = said ? 200 : said.error().about().http_status;
        out.body = said ? *said : said.error().detail + '\n';
        respond(std::move(out));
    });
}

void print(Result<std::string> const& said) {
    fmt::print("{}", said ? *said : "error: " + said.error().detail + '\n');
    std::fflush(stdout);
}

} // namespace

int command_smsc(SmscOptions const& options) {
    auto plan = plan_of(options);
    if (!plan) return complain(plan.error().detail);
    auto log = smsc::PduLog::open(options.log);
    if (!log) return complain(log.error().detail);
    gateway::Loop loop;
    auto const after = [&](std::chrono::nanoseconds delay, std::function<void()> work) {
        loop.after_about(delay, std::move(work)); // its delays are whole milliseconds
    };
    smsc::Smsc smsc(std::move(*plan), system_world(), std::move(*log), after);
    smsc::Desk desk(smsc, [&] { loop.stop(); });
    gateway::StreamServerOptions wires;
    wires.certificate_file = options.tls_cert;
    wires.key_file = options.tls_key;
    auto const server = gateway::StreamServer::listen(
        loop, options.listen, wires, [&](gateway::StreamPtr wire) { smsc.admit(std::move(wire)); });
    if (!server) return complain(server.error().detail);
    std::unique_ptr<gateway::HttpServer> control;
    if (!options.control.empty()) {
        gateway::HttpLimits limits;
        limits.reply_timeout = std::chrono::minutes(1); // `wait` takes half of it
        auto listening = gateway::HttpServer::listen(
            loop, options.control, limits, [&](gateway::RawRequest request, auto respond) {
                answer(desk, after, request, std::move(respond));
            });
        if (!listening) return complain(listening.error().detail);
        control = std::move(*listening);
    }
    auto const typed = gateway::LineInput::read(loop, 0, [&](std::string_view line) {
        if (!line.empty()) desk.run(line, after, print);
    });
    loop.on_terminate([&] { loop.stop(); });
    if (options.duration_s > 0)
        loop.after(std::chrono::seconds(options.duration_s), [&] { loop.stop(); });
    smsc.start();
    fmt::print("ready {}://{}\n", options.tls_cert.empty() ? "smpp" : "smpps",
               (*server)->address());
    if (control) fmt::print("control http://{}\n", control->address());
    std::fflush(stdout);
    loop.run();
    fmt::print("{}", options.json ? as_json(smsc.count()) : as_text(smsc.count()));
    std::fflush(stdout);
    return 0;
}

} // namespace haatline::simulators
