/*
 * tlsverify.hpp - libtlsverify for C++17 and later. Header-only, over tlsverify.h, which says what everything means.
 *
 *     tlsverify::Context context;                              (Mozilla roots; make it once, share it between threads)
 *     context.validate_certs();                                (refuse, do not only warn)
 *     const auto result = context.verify("www.example.org", der_chain);
 *     if (!result.may_proceed())
 *         std::cerr << result.message() << "\nhint: " << result.hint() << '\n';
 *
 * ERRORS  A setting that cannot be made throws tlsverify::Error and has changed nothing. A verification throws nothing: it returns a
 *   Result, which the compiler wants to be looked at, also when nothing could be judged; result.require() throws
 *   tlsverify::Refused unless the connection may go on. std::bad_alloc may come from anywhere. Exceptions have to be on.
 * OWNERSHIP  Contexts, evidence and results are handles: they can be moved and not copied. context.share() is another handle to the same
 *   context, context.clone() an independent context with the same settings. Whatever is read is a copy and outlives its object.
 *   A handle that was moved from may be assigned to and destroyed, and nothing else: settings throw, verifications refuse.
 * HOOKS  Any callable, lambdas for example, on the thread that verifies, perhaps on several threads at once. No exception crosses the
 *   library: one that leaves a hook is a rejection, and result.hook_exception() keeps it. If the verification was not begun by
 *   verify() (but by TLS code in C, or verify_many), it is printed to standard error. One that leaves a log function is dropped.
 * INPUTS  Certificates are Bytes: a pointer and a length, or any contiguous container of octets (vector, array, string, span).
 *   A name or path with a NUL inside is never cut there; it is refused.
 * THREADS  As in C: a Context may be used from any thread, and a Result, which is immutable; an Evidence belongs to one thread.
 */

#ifndef TLSVERIFY_HPP
#define TLSVERIFY_HPP

#if !defined(__cpp_exceptions) && !defined(_CPPUNWIND)
#error "tlsverify.hpp needs exceptions; without them use tlsverify.h"
#endif

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "tlsverify.h"

namespace tlsverify {

enum class Status : int32_t {
    ok = TV_OK,
    warned = TV_WARNED,
    unchecked = TV_UNCHECKED,
    rejected = TV_REJECTED,
    null_argument = TV_ERR_NULL_ARGUMENT,
    bad_argument = TV_ERR_BAD_ARGUMENT,
    bad_hostname = TV_ERR_BAD_HOSTNAME,
    bad_encoding = TV_ERR_BAD_ENCODING,
    not_a_certificate = TV_ERR_NOT_A_CERTIFICATE,
    too_large = TV_ERR_TOO_LARGE,
    too_many = TV_ERR_TOO_MANY,
    not_a_ca = TV_ERR_NOT_A_CA,
    io = TV_ERR_IO,
    no_roots = TV_ERR_NO_ROOTS,
    clock = TV_ERR_CLOCK,
    recursion = TV_ERR_RECURSION,
    no_memory = TV_ERR_NO_MEMORY,
    internal = TV_ERR_INTERNAL,
    empty = TV_ERR_EMPTY,
    old_root = TV_ERR_OLD_ROOT
};

enum class Mode : int32_t { warn = TV_MODE_WARN, enforce = TV_MODE_ENFORCE, off = TV_MODE_OFF };

enum class Rules : int32_t { browser = TV_RULES_BROWSER, rfc5280 = TV_RULES_RFC5280, cabf = TV_RULES_CABF };

enum class Purpose : int32_t { server = TV_PURPOSE_SERVER, client = TV_PURPOSE_CLIENT, any = TV_PURPOSE_ANY };

enum class HookStage : int32_t { before = TV_HOOK_BEFORE, after = TV_HOOK_AFTER };

/* What a hook answers; defer means "I don't know, run your normal procedure". */
enum class HookAnswer : int32_t { defer = TV_HOOK_DEFER, accept = TV_HOOK_ACCEPT, reject = TV_HOOK_REJECT };

/* What a hook's accept may forgive. */
enum class Override : uint32_t {
    nothing = 0,
    issuer = TV_OVERRIDE_ISSUER,
    name = TV_OVERRIDE_NAME,
    time = TV_OVERRIDE_TIME,
    policy = TV_OVERRIDE_POLICY,
    all = TV_OVERRIDE_ALL
};

constexpr Override operator|(Override a, Override b) noexcept
{
    return static_cast<Override>(static_cast<uint32_t>(a) | static_cast<uint32_t>(b));
}

enum class Source : int32_t {
    none = TV_SOURCE_NONE,
    path = TV_SOURCE_PATH,
    pin = TV_SOURCE_PIN,
    hook = TV_SOURCE_HOOK,
    mode = TV_SOURCE_MODE
};

enum class Severity : int32_t {
    none = 0,
    note = TV_SEVERITY_NOTE,
    forgiven = TV_SEVERITY_FORGIVEN,
    failure = TV_SEVERITY_FAILURE
};

enum class LogLevel : int32_t { warning = TV_LOG_LEVEL_WARNING, refusal = TV_LOG_LEVEL_REFUSAL };

/* Why a peer is refused: one of TV_REASON_..., or a newer one. */
class Reason {
public:
    constexpr Reason(int32_t number = TV_REASON_NONE) noexcept : number_(number) {}
    constexpr int32_t number() const noexcept { return number_; }
    /* The hundreds of the number, as tlsverify.h lists them. */
    constexpr int32_t category() const noexcept { return number_ / 100; }
    /* Stable, such as "EXPIRED". */
    std::string name() const { return tv_reason_name(number_); }
    std::string message() const { return tv_reason_message(number_); }
    int32_t x509_v_err() const noexcept { return tv_reason_x509_v_err(number_); }
    int32_t tls_alert() const noexcept { return tv_reason_tls_alert(number_); }
    friend constexpr bool operator==(Reason a, Reason b) noexcept { return a.number_ == b.number_; }
    friend constexpr bool operator!=(Reason a, Reason b) noexcept { return a.number_ != b.number_; }

private:
    int32_t number_;
};

/* Borrowed octets. */
class Bytes {
public:
    constexpr Bytes() noexcept = default;
    constexpr Bytes(const uint8_t *data, size_t size) noexcept : data_(data), size_(size) {}
    /* Any contiguous container of octets. A string literal has no honest length and is none. */
    template <typename Container, typename Element = std::remove_pointer_t<decltype(std::declval<const Container &>().data())>,
              typename = std::enable_if_t<sizeof(Element) == 1 && !std::is_same_v<std::remove_cv_t<Element>, bool>>>
    Bytes(const Container &container) noexcept
        : data_(reinterpret_cast<const uint8_t *>(container.data())), size_(container.size())
    {
    }
    constexpr const uint8_t *data() const noexcept { return data_; }
    constexpr size_t size() const noexcept { return size_; }

private:
    const uint8_t *data_ = nullptr;
    size_t size_ = 0;
};

inline std::string message(Status status) { return tv_status_message(static_cast<int32_t>(status)); }

inline bool may_proceed(Status status) noexcept { return tv_may_proceed(static_cast<int32_t>(status)) == 1; }

inline std::string version() { return tv_version(); }

/* Equal to TV_ABI_VERSION, or library and header do not fit. */
inline uint32_t abi_version() noexcept { return tv_abi_version(); }

inline std::string roots_version() { return tv_roots_version(); }

/* A setting that cannot be made. */
class Error : public std::runtime_error {
public:
    Error(Status status, const std::string &text) : std::runtime_error(text), status_(status) {}
    explicit Error(Status status) : Error(status, message(status)) {}
    Status status() const noexcept { return status_; }

private:
    Status status_;
};

/* A connection that must not go on. */
class Refused : public Error {
public:
    Refused(Status status, Reason reason, int depth, const std::string &text, std::string hint)
        : Error(status, text), reason_(reason), depth_(depth), hint_(std::move(hint))
    {
    }
    Reason reason() const noexcept { return reason_; }
    int depth() const noexcept { return depth_; }
    const std::string &hint() const noexcept { return hint_; }

private:
    Reason reason_;
    int depth_;
    std::string hint_;
};

namespace detail {

struct Free {
    void operator()(tv_context *object) const noexcept { tv_context_free(object); }
    void operator()(tv_evidence *object) const noexcept { tv_evidence_free(object); }
    void operator()(tv_result *object) const noexcept { tv_result_free(object); }
};

inline void check(tv_status status)
{
    if (status != TV_OK)
        throw Error(static_cast<Status>(status));
}

/* Text for C. One with a NUL inside becomes an empty one, which is no name and no path: cut short it would be another. */
inline std::string text(std::string_view view)
{
    return view.find('\0') == std::string_view::npos ? std::string(view) : std::string();
}

/* Where the exception of a hook goes: to the verification that this thread is in, or nowhere. */
inline std::exception_ptr *&thrown() noexcept
{
    static thread_local std::exception_ptr *place = nullptr;
    return place;
}

class Verification {
public:
    Verification() noexcept : outer_(std::exchange(thrown(), &exception)) {}
    ~Verification() { thrown() = outer_; }
    Verification(const Verification &) = delete;
    Verification &operator=(const Verification &) = delete;
    std::exception_ptr exception;

private:
    std::exception_ptr *outer_;
};

} // namespace detail

/* One observation. Everything but reason, depth and severity may be empty. */
struct Finding {
    Reason reason;
    int depth;
    Severity severity;
    std::string message, hint, subject, expected, found;
    std::optional<std::array<uint8_t, 32>> sha256;
};

/* Reads a result; a borrowed one in a hook, one's own in a Result. */
class Report {
public:
    explicit Report(const tv_result *result) noexcept : result_(result) {}
    Reason reason() const noexcept { return tv_result_reason(result_); }
    /* 0 the end entity, counting towards the anchor; -1 the chain as a whole. */
    int depth() const noexcept { return tv_result_depth(result_); }
    Source source() const noexcept { return static_cast<Source>(tv_result_source(result_)); }
    Status status() const noexcept { return static_cast<Status>(tv_result_status(result_)); }
    std::string message() const { return tv_result_message(result_); }
    std::string hint() const { return tv_result_hint(result_); }
    std::string json() const { return tv_result_json(result_); }
    /* A tree of at most 100 columns. */
    std::string text() const { return tv_result_text(result_); }

    /* The best path in DER, the end entity first, the trust anchor last if one was reached. */
    std::vector<std::vector<uint8_t>> path() const
    {
        std::vector<std::vector<uint8_t>> path;
        for (size_t i = 0; i < tv_result_path_count(result_); i++) {
            size_t size = 0;
            const uint8_t *der = tv_result_path_der(result_, i, &size);
            path.emplace_back(der, der + size);
        }
        return path;
    }

    /* The most telling one first. */
    std::vector<Finding> findings() const
    {
        std::vector<Finding> findings;
        for (size_t i = 0; i < tv_result_finding_count(result_); i++) {
            Finding finding{tv_result_finding_reason(result_, i),
                            tv_result_finding_depth(result_, i),
                            static_cast<Severity>(tv_result_finding_severity(result_, i)),
                            tv_result_finding_message(result_, i),
                            tv_result_finding_hint(result_, i),
                            tv_result_finding_subject(result_, i),
                            tv_result_finding_expected(result_, i),
                            tv_result_finding_found(result_, i),
                            std::nullopt};
            if (const uint8_t *sha256 = tv_result_finding_sha256(result_, i))
                std::copy_n(sha256, 32, finding.sha256.emplace().begin());
            findings.push_back(std::move(finding));
        }
        return findings;
    }

private:
    const tv_result *result_;
};

/* The outcome of one verification. */
class [[nodiscard]] Result {
public:
    Result(tv_status status, tv_result *result, std::exception_ptr hook_exception) noexcept
        : result_(result), status_(status), hook_exception_(std::move(hook_exception))
    {
    }
    Status status() const noexcept { return static_cast<Status>(status_); }
    /* Whether the connection may go on: verified, or warned, or not judged because validation is off. */
    bool may_proceed() const noexcept { return tv_may_proceed(status_) == 1; }
    /* Whether somebody has vouched for the peer. */
    bool is_verified() const noexcept { return status_ == TV_OK; }
    /* Throws Refused, with what a hook has thrown nested inside, unless the connection may go on. */
    void require() const
    {
        if (may_proceed())
            return;
        const Refused refused(status(), reason(), depth(), message(), hint());
        if (!hook_exception_)
            throw refused;
        try {
            std::rethrow_exception(hook_exception_);
        } catch (...) {
            std::throw_with_nested(refused);
        }
    }
    /* What a hook has thrown, which was a rejection; NULL if none has. */
    std::exception_ptr hook_exception() const noexcept { return hook_exception_; }
    Reason reason() const noexcept { return report().reason(); }
    int depth() const noexcept { return report().depth(); }
    Source source() const noexcept { return report().source(); }
    std::string message() const { return result_ ? report().message() : tlsverify::message(status()); }
    std::string hint() const { return report().hint(); }
    std::string json() const { return report().json(); }
    std::string text() const { return report().text(); }
    std::vector<std::vector<uint8_t>> path() const { return report().path(); }
    std::vector<Finding> findings() const { return report().findings(); }
    const tv_result *get() const noexcept { return result_.get(); }

private:
    Report report() const noexcept { return Report(result_.get()); }

    std::unique_ptr<tv_result, detail::Free> result_;
    tv_status status_;
    std::exception_ptr hook_exception_;
};

/* What a hook is asked about, borrowed until it returns. */
struct Question {
    std::optional<std::string_view> hostname;
    /* The certificates in DER, one after another, the peer's own first. */
    Bytes chain;
    /* What the normal procedure says; none in HookStage::before. */
    std::optional<Report> normal;
};

using Hook = std::function<HookAnswer(const Question &)>;
using Log = std::function<void(LogLevel, std::string_view)>;

namespace detail {

inline int32_t ask(void *hook, const char *hostname, const uint8_t *chain, size_t chain_len,
                   const tv_result *normal) noexcept
{
    try {
        Question question{std::nullopt, Bytes(chain, chain_len), std::nullopt};
        if (hostname != nullptr)
            question.hostname = hostname;
        if (normal != nullptr)
            question.normal = Report(normal);
        return static_cast<int32_t>((*static_cast<const Hook *>(hook))(question));
    } catch (const std::exception &error) {
        if (thrown() != nullptr)
            *thrown() = std::current_exception();
        else
            std::fprintf(stderr, "tlsverify: a hook has thrown, so the peer is refused: %s\n", error.what());
    } catch (...) {
        if (thrown() != nullptr)
            *thrown() = std::current_exception();
        else
            std::fprintf(stderr, "tlsverify: a hook has thrown, so the peer is refused\n");
    }
    return TV_HOOK_REJECT;
}

inline void write(void *log, int32_t level, const char *text) noexcept
{
    try {
        (*static_cast<const Log *>(log))(static_cast<LogLevel>(level), text);
    } catch (...) {
        // A line that cannot be written is lost, and changes no verdict.
    }
}

template <typename Function> void destroy(void *function) noexcept { delete static_cast<Function *>(function); }

} // namespace detail

/* What is known about one verification beside the chain: the time to judge at, and revocation lists. */
class Evidence {
public:
    Evidence() : evidence_(tv_evidence_new())
    {
        if (!evidence_)
            throw Error(Status::internal);
    }
    Evidence &set_time(int64_t unix_seconds)
    {
        detail::check(tv_evidence_set_time(get(), unix_seconds));
        return *this;
    }
    Evidence &set_time(std::chrono::system_clock::time_point time)
    {
        return set_time(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count());
    }
    /* Adds one revocation list in DER. */
    Evidence &add_crl(Bytes der)
    {
        detail::check(tv_evidence_add_crl(get(), der.data(), der.size()));
        return *this;
    }
    tv_evidence *get() const noexcept { return evidence_.get(); }

private:
    std::unique_ptr<tv_evidence, detail::Free> evidence_;
};

/* One peer among many; borrowed until verify_many returns. */
struct Item {
    std::string_view hostname;
    Bytes chain;
};

/* Settings under which peers are judged. New ones have the Mozilla roots and only warn. */
class Context {
public:
    Context() : Context(tv_context_new()) {}
    /* Takes over one reference that C code gives away. */
    explicit Context(tv_context *owned) : context_(owned)
    {
        if (!context_)
            throw Error(Status::internal);
    }
    /* Another handle to this same context. */
    Context share() const { return Context(tv_context_ref(get())); }
    /* An independent context with the same settings, hooks included. */
    Context clone() const { return Context(tv_context_clone(get())); }
    /* For C code, tlsverify_openssl.h for example. It stays this handle's. */
    tv_context *get() const noexcept { return context_.get(); }

    Mode mode() const noexcept { return static_cast<Mode>(tv_get_mode(get())); }
    Context &set_mode(Mode mode) { return done(tv_set_mode(get(), static_cast<tv_mode>(mode))); }
    Context &validate_certs() { return done(tv_validate_certs(get())); }
    Context &disable_validation() { return done(tv_disable_validation(get())); }
    Context &set_rules(Rules rules) { return done(tv_set_rules(get(), static_cast<tv_rules>(rules))); }
    Context &set_purpose(Purpose purpose) { return done(tv_set_purpose(get(), static_cast<tv_purpose>(purpose))); }
    Context &set_max_intermediates(uint32_t count) { return done(tv_set_max_intermediates(get(), count)); }
    /* Refuses a peer unless revocation lists tell that no certificate of its path, the root aside, is revoked.
     * Unless this is called, it is so where lists are handed in. */
    Context &refuse_unknown_revocation(bool on) { return done(tv_refuse_unknown_revocation(get(), on ? 1 : 0)); }
    Context &set_cache_size(size_t bytes) { return done(tv_set_cache_size(get(), bytes)); }

    /* Trusts exactly this end entity certificate for this host. */
    Context &add_cert(std::string_view hostname, Bytes der)
    {
        return done(tv_add_cert(get(), detail::text(hostname).c_str(), der.data(), der.size()));
    }
    Context &add_cert_for_any_host(Bytes der) { return done(tv_add_cert(get(), nullptr, der.data(), der.size())); }
    Context &add_root(Bytes der) { return done(tv_add_root(get(), der.data(), der.size())); }
    Context &use_mozilla_roots(bool on) { return done(tv_use_mozilla_roots(get(), on ? 1 : 0)); }
    Context &add_intermediates(Bytes chain) { return done(tv_add_intermediates(get(), chain.data(), chain.size())); }
    /* SHA-256 of a certificate or of a SubjectPublicKeyInfo. */
    Context &distrust(Bytes sha256) { return done(tv_distrust(get(), sha256.data(), sha256.size())); }
    /* These three return how many certificates are trusted by the call. */
    size_t add_system_roots()
    {
        size_t added = 0;
        detail::check(tv_add_system_roots(get(), &added));
        return added;
    }
    size_t add_roots_pem(Bytes pem)
    {
        size_t added = 0;
        detail::check(tv_add_roots_pem(get(), pem.data(), pem.size(), &added));
        return added;
    }
    size_t add_roots_file(std::string_view path)
    {
        size_t added = 0;
        detail::check(tv_add_roots_file(get(), detail::text(path).c_str(), &added));
        return added;
    }

    /* The hook of one stage, in place of the former one. It is destroyed when the last verification that uses it has ended. */
    Context &set_hook(HookStage stage, Override may_override, Hook hook)
    {
        if (!hook)
            throw Error(Status::null_argument);
        auto own = std::make_unique<Hook>(std::move(hook));
        done(tv_set_hook(get(), static_cast<tv_hook_stage>(stage), static_cast<uint32_t>(may_override), detail::ask,
                         own.get(), detail::destroy<Hook>));
        own.release();
        return *this;
    }
    Context &clear_hook(HookStage stage)
    {
        return done(tv_set_hook(get(), static_cast<tv_hook_stage>(stage), 0, nullptr, nullptr, nullptr));
    }
    /* Warnings go there instead of standard error. */
    Context &set_log(Log log)
    {
        if (!log)
            throw Error(Status::null_argument);
        auto own = std::make_unique<Log>(std::move(log));
        done(tv_set_log(get(), detail::write, own.get(), detail::destroy<Log>));
        own.release();
        return *this;
    }
    Context &clear_log() { return done(tv_set_log(get(), nullptr, nullptr, nullptr)); }

    /* May the connection to this host go on? The chain is DER, one certificate after another, the peer's own first. */
    Result verify(std::string_view hostname, Bytes chain) const { return judge(detail::text(hostname).c_str(), chain, nullptr); }
    Result verify(std::string_view hostname, Bytes chain, const Evidence &evidence) const
    {
        return judge(detail::text(hostname).c_str(), chain, evidence.get());
    }
    /* The same for a peer without a name; for Purpose::client and Purpose::any. */
    Result verify_unnamed(Bytes chain) const { return judge(nullptr, chain, nullptr); }
    Result verify_unnamed(Bytes chain, const Evidence &evidence) const { return judge(nullptr, chain, evidence.get()); }

    /* A status for each item, in its place; 0 threads stand for as many as there are cores. */
    [[nodiscard]] std::vector<Status> verify_many(const std::vector<Item> &items, uint32_t threads = 0) const
    {
        std::vector<std::string> names;
        std::vector<tv_verify_item> all;
        std::vector<tv_status> statuses(items.size(), TV_ERR_INTERNAL);
        names.reserve(items.size());
        for (const Item &item : items) {
            names.push_back(detail::text(item.hostname));
            all.push_back({names.back().c_str(), item.chain.data(), item.chain.size()});
        }
        if (get() == nullptr)
            throw Error(Status::null_argument);
        static_cast<void>(tv_verify_many(get(), all.data(), all.size(), statuses.data(), threads));
        std::vector<Status> judged;
        for (const tv_status status : statuses)
            judged.push_back(static_cast<Status>(status));
        return judged;
    }

private:
    Context &done(tv_status status)
    {
        detail::check(status);
        return *this;
    }

    Result judge(const char *hostname, Bytes chain, const tv_evidence *evidence) const
    {
        detail::Verification verification;
        tv_result *result = nullptr;
        const tv_status status = tv_verify_chain_with(get(), hostname, chain.data(), chain.size(), evidence, &result);
        return Result(status, result, std::move(verification.exception));
    }

    std::unique_ptr<tv_context, detail::Free> context_;
};

} // namespace tlsverify

#endif
