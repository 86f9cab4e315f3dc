#pragma once

#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace haatline::gateway::test {

/// An HTTPS server on 127.0.0.1 whose certificate, made on the spot, is for one name and signed by
/// itself. Answers "safe" to whoever takes it.
class TlsServer {
  public:
    explicit TlsServer(std::string const& name) {
        make_certificate(name);
        fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        if (::bind(fd_, reinterpret_cast<sockaddr const*>(&at), size) != 0 || ::listen(fd_, 8) != 0)
            throw std::runtime_error("no port to listen on");
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ntohs(at.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~TlsServer() {
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
        std::filesystem::remove(file_);
    }
    std::string port() const { return std::to_string(port_); }
    /// Its certificate, as an authority that vouches for it.
    std::string const& ca_file() const { return file_; }

  private:
    void make_certificate(std::string const& name) {
        key_.reset(EVP_RSA_gen(2048));
        certificate_.reset(X509_new());
        auto* const x = certificate_.get();
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
        X509_gmtime_adj(X509_getm_notBefore(x), -3600);
        X509_gmtime_adj(X509_getm_notAfter(x), 3600);
        X509_set_pubkey(x, key_.get());
        auto* const subject = X509_get_subject_name(x);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
        X509_set_issuer_name(x, subject);
        for (auto const& [kind, value] :
             {std::pair<int, std::string>{NID_subject_alt_name, "DNS:" + name},
              {NID_basic_constraints, "CA:TRUE"}}) {
            auto* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
            X509_add_ext(x, extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(x, key_.get(), EVP_sha256());
        file_ = (std::filesystem::temp_directory_path() /
                 ("haatline-ca-" + std::to_string(::getpid()) + "-" + name + ".pem"))
                    .string();
        std::unique_ptr<FILE, int (*)(FILE*)> const out(std::fopen(file_.c_str(), "w"),
                                                        &std::fclose);
        if (!out || PEM_write_X509(out.get(), x) != 1) throw std::runtime_error("no certificate");
    }
    void serve() {
        std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> const context(
            SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
        SSL_CTX_use_certificate(context.get(), certificate_.get());
        SSL_CTX_use_PrivateKey(context.get(), key_.get());
        for (int one = ::accept(fd_, nullptr, nullptr); one >= 0;
             one = ::accept(fd_, nullptr, nullptr)) {
            std::unique_ptr<SSL, decltype(&SSL_free)> const tls(SSL_new(context.get()), &SSL_free);
            SSL_set_fd(tls.get(), one);
            char room[4096];
            if (SSL_accept(tls.get()) == 1 && SSL_read(tls.get(), room, sizeof room) > 0) {
                std::string const answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe";
                SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
                SSL_shutdown(tls.get());
            }
            ::close(one);
        }
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, &EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> certificate_{nullptr, &X509_free};
    std::string file_;
    int fd_ = -1;
    unsigned short port_ = 0;
    std::thread thread_;
};

} // namespace haatline::gateway::test
