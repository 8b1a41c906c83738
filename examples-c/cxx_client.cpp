/*
 * A TLS client in C++17: OpenSSL does the handshake, libtlsverify decides about the peer, and a lambda is asked as well.
 *
 *     cxx_client HOST PORT [CA.pem [NAME]]
 *
 * NAME is what the certificate has to be for, if it is not HOST. CA.pem is trusted besides the
 * bundled roots. Exit code: 0 connected, 1 refused, 2 anything else.
 */

#include <iostream>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>
#include <string>
#include <tlsverify.hpp>
#include <tlsverify_openssl.h>

namespace {

struct Free {
    void operator()(SSL_CTX *tls) const { SSL_CTX_free(tls); }
    void operator()(BIO *bio) const { BIO_free_all(bio); }
};

using Tls = std::unique_ptr<SSL_CTX, Free>;
using Connection = std::unique_ptr<BIO, Free>;

/* A failure that is not the peer's. */
[[noreturn]] void give_up(const std::string &what)
{
    const char *why = ERR_reason_error_string(ERR_peek_last_error());
    throw std::runtime_error(why == nullptr ? what : what + ": " + why);
}

/* A context that asks a lambda, too. It has no opinion; HookAnswer::reject would refuse. */
tlsverify::Context make_context(int argc, char **argv, int &asked)
{
    tlsverify::Context context;
    context.validate_certs();
    if (argc > 3)
        context.add_roots_file(argv[3]);
    context.set_hook(tlsverify::HookStage::after, tlsverify::Override::nothing,
                     [&asked](const tlsverify::Question &) {
                         asked++;
                         return tlsverify::HookAnswer::defer;
                     });
    return context;
}

Tls make_tls(const tlsverify::Context &context)
{
    Tls tls(SSL_CTX_new(TLS_client_method()));
    if (!tls || tv_openssl_attach(tls.get(), context.get()) != TV_OK)
        give_up("OpenSSL cannot be set up");
    return tls;
}

/* Throws tlsverify::Refused with our words, or something else if it is not about the certificates. */
void shake_hands(BIO *bio, const SSL *ssl)
{
    if (BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1)
        return;
    const tv_status status = tv_openssl_status(ssl);
    if (tv_may_proceed(status) || status == TV_ERR_EMPTY)
        give_up("no connection");
    const tlsverify::Report report(tv_openssl_result(ssl));
    throw tlsverify::Refused(static_cast<tlsverify::Status>(status), report.reason(), report.depth(),
                             tv_openssl_message(ssl), report.hint());
}

void talk(const Tls &tls, const std::string &host, const std::string &port, const std::string &name)
{
    const Connection bio(BIO_new_ssl_connect(tls.get()));
    SSL *ssl = nullptr;
    if (!bio)
        give_up("no memory");
    BIO_get_ssl(bio.get(), &ssl);
    BIO *tcp = BIO_next(bio.get());
    BIO_set_conn_hostname(tcp, host.c_str());
    BIO_set_conn_port(tcp, port.c_str());
    /* The name to send, and the name to verify. */
    SSL_set_tlsext_host_name(ssl, name.c_str());
    if (tv_openssl_set_host(ssl, name.c_str()) != TV_OK)
        give_up("no memory");
    shake_hands(bio.get(), ssl);

    const std::string request = "GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
    BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
    char answer[4096];
    int len;
    while ((len = BIO_read(bio.get(), answer, sizeof answer)) > 0)
        std::cout.write(answer, len);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 5) {
        std::cerr << "usage: cxx_client HOST PORT [CA.pem [NAME]]\n";
        return 2;
    }
    int asked = 0;
    try {
        const tlsverify::Context context = make_context(argc, argv, asked);
        talk(make_tls(context), argv[1], argv[2], argc > 4 ? argv[4] : argv[1]);
        std::cout << "the hook was asked " << asked << " time(s)\n";
        return 0;
    } catch (const tlsverify::Refused &refused) {
        std::cout << refused.reason().name() << ": " << refused.what() << '\n';
        if (!refused.hint().empty())
            std::cout << "hint: " << refused.hint() << '\n';
        return 1;
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
