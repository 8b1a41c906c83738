// tlsverify.hpp: the whole of the C++ wrapper, on a chain that is good under the bundled roots.

#include "harness.h"

#include <array>
#include <atomic>
#include <cstring>
#include <stdexcept>
#include <thread>
#include <tlsverify.hpp>

using namespace tlsverify;

static_assert(!std::is_copy_constructible_v<Context> && std::is_nothrow_move_constructible_v<Context>);
static_assert(!std::is_copy_constructible_v<Result> && std::is_nothrow_move_constructible_v<Result>);
static_assert(!std::is_copy_constructible_v<Evidence> && std::is_nothrow_move_constructible_v<Evidence>);
static_assert(!std::is_convertible_v<const char *, Bytes> && !std::is_convertible_v<std::vector<int>, Bytes>);
static_assert(std::is_convertible_v<std::vector<uint8_t>, Bytes> && std::is_convertible_v<std::string_view, Bytes>);

struct Input {
    Bytes chain, end_entity, root;
    std::string root_pem_path, name;
    Evidence then;
};

template <typename Call> static void check_error(Call call, Status wanted)
{
    try {
        call();
        CHECK(!"it throws");
    } catch (const Error &error) {
        CHECK(error.status() == wanted);
        CHECK(error.what() == message(wanted));
    }
}

static Context enforcing()
{
    Context context;
    context.validate_certs();
    return context;
}

static void verdicts_are_told(const Input &in)
{
    const Context context = enforcing();
    const Result good = context.verify(in.name, in.chain, in.then);
    CHECK(good.is_verified() && good.may_proceed() && good.status() == Status::ok);
    CHECK(good.reason() == TV_REASON_NONE && good.depth() == -1 && good.source() == Source::path);
    CHECK(good.path().size() >= 2 && good.path()[0].size() == in.end_entity.size());
    CHECK(std::memcmp(good.path()[0].data(), in.end_entity.data(), in.end_entity.size()) == 0);
    CHECK(good.findings().empty() && good.get() != nullptr && !good.hook_exception());
    good.require();

    Result bad = context.verify("other.example", in.chain, in.then);
    CHECK(!bad.is_verified() && !bad.may_proceed() && bad.status() == Status::rejected);
    CHECK(bad.reason() == TV_REASON_NAME_MISMATCH && bad.reason() != TV_REASON_EXPIRED && bad.depth() == 0);
    CHECK(bad.reason().name() == "NAME_MISMATCH" && !bad.reason().message().empty());
    CHECK(bad.reason().category() == 3 && bad.reason().number() == 301);
    CHECK(bad.reason().x509_v_err() == 62 && bad.reason().tls_alert() == 42);
    CHECK(bad.message().find("other.example") != std::string::npos && !bad.hint().empty());
    CHECK(bad.json().front() == '{' && bad.text().find("other.example") != std::string::npos);
    const Finding first = bad.findings().at(0);
    CHECK(first.reason == bad.reason() && first.depth == 0 && first.severity == Severity::failure);
    CHECK(first.sha256.has_value() && first.message == bad.message() && first.hint == bad.hint());
    CHECK(first.expected.find("other.example") != std::string::npos && !first.found.empty() && !first.subject.empty());
    try {
        bad.require();
        CHECK(!"it throws");
    } catch (const Refused &refused) {
        CHECK(refused.status() == Status::rejected && refused.reason() == bad.reason() && refused.depth() == 0);
        CHECK(refused.what() == bad.message() && refused.hint() == bad.hint());
    }

    Result moved = std::move(bad);
    CHECK(moved.reason() == TV_REASON_NAME_MISMATCH);
}

static void what_cannot_be_judged_is_a_refusal(const Input &in)
{
    const Context context = enforcing();
    const Result empty = context.verify(in.name, Bytes());
    CHECK(empty.status() == Status::empty && !empty.may_proceed() && empty.get() == nullptr);
    CHECK(empty.message() == message(Status::empty) && empty.path().empty() && empty.findings().empty());
    CHECK(context.verify("", in.chain, in.then).status() == Status::bad_hostname);
    CHECK(context.verify_unnamed(in.chain, in.then).status() == Status::bad_hostname);
    // Not the good name that it begins with.
    const std::string with_nul = in.name + '\0' + ".other.example";
    CHECK(context.verify(in.name, in.chain, in.then).is_verified());
    CHECK(context.verify(with_nul, in.chain, in.then).status() == Status::bad_hostname);
    CHECK(context.verify_many({{with_nul, in.chain}}).at(0) == Status::bad_hostname);

    Context nothing;
    nothing.set_mode(Mode::enforce).use_mozilla_roots(false);
    CHECK(nothing.verify(in.name, in.chain, in.then).status() == Status::no_roots);

    Context moved = enforcing();
    const Context taken = std::move(moved);
    CHECK(taken.verify(in.name, in.chain, in.then).is_verified());
    CHECK(moved.verify(in.name, in.chain, in.then).status() == Status::null_argument);
    CHECK(static_cast<int32_t>(moved.mode()) == 0);
    check_error([&] { moved.validate_certs(); }, Status::null_argument);
    check_error([&] { static_cast<void>(moved.verify_many({{in.name, in.chain}})); }, Status::null_argument);
    check_error([&] { moved.share(); }, Status::internal);
    moved = enforcing();
    CHECK(moved.mode() == Mode::enforce);
}

static void settings_are_made_or_throw(const Input &in)
{
    Context context;
    CHECK(context.mode() == Mode::warn);
    context.set_mode(Mode::enforce).set_rules(Rules::cabf).set_rules(Rules::rfc5280).set_rules(Rules::browser);
    context.set_purpose(Purpose::any).set_max_intermediates(16).set_cache_size(0);
    CHECK(context.verify_unnamed(in.chain, in.then).is_verified());
    context.set_purpose(Purpose::client);
    CHECK(context.verify_unnamed(in.chain).status() != Status::bad_hostname);
    context.set_purpose(Purpose::server);
    context.add_root(in.root).add_intermediates(in.chain);
    CHECK(context.add_roots_file(in.root_pem_path) == 1);

    check_error([&] { context.set_mode(static_cast<Mode>(0)); }, Status::bad_argument);
    check_error([&] { context.set_cache_size(static_cast<size_t>(-1)); }, Status::bad_argument);
    Evidence evidence;
    check_error([&] { evidence.add_crl(in.root); }, Status::bad_encoding);
    context.refuse_unknown_revocation(true);
    CHECK(context.verify(in.name, in.chain, in.then).reason().number() == TV_REASON_REVOCATION_UNKNOWN);
    context.refuse_unknown_revocation(false);
    check_error([&] { context.add_root(in.end_entity); }, Status::not_a_ca);
    check_error([&] { context.add_root(std::string_view("no certificate")); }, Status::bad_encoding);
    check_error([&] { context.add_roots_pem(std::string_view("no PEM")); }, Status::empty);
    check_error([&] { context.add_roots_file("/nonexistent"); }, Status::io);
    check_error([&] { context.add_roots_file(in.root_pem_path + '\0'); }, Status::io);
    check_error([&] { context.add_cert(in.name + '\0', in.end_entity); }, Status::bad_hostname);
    check_error([&] { context.distrust(Bytes(in.root.data(), 31)); }, Status::bad_argument);
    check_error([&] { context.set_hook(HookStage::after, Override::nothing, nullptr); }, Status::null_argument);
    check_error([&] { context.set_log(nullptr); }, Status::null_argument);
    check_error([] { Context(static_cast<tv_context *>(nullptr)); }, Status::internal);
    CHECK(context.verify(in.name, in.chain, in.then).is_verified());

    // Those that the machine may have or not.
    try {
        CHECK(Context().add_system_roots() > 0);
    } catch (const Error &error) {
        CHECK(error.status() == Status::empty);
    }
    CHECK(version() == TV_VERSION && abi_version() == TV_ABI_VERSION && !roots_version().empty());
    CHECK(may_proceed(Status::warned) && !may_proceed(Status::rejected));
}

static void pins_and_distrust(const Input &in)
{
    Context context;
    context.set_mode(Mode::enforce).use_mozilla_roots(false).add_cert("printer.lan", in.end_entity);
    CHECK(context.verify("printer.lan", in.end_entity, in.then).source() == Source::pin);
    CHECK(!context.verify("other.lan", in.end_entity, in.then).may_proceed());
    context.add_cert_for_any_host(in.end_entity);
    CHECK(context.verify("other.lan", in.end_entity, in.then).is_verified());
    const Result pinned = context.verify("other.lan", in.end_entity, in.then);
    // SHA-256 is at hand in the findings of a refusal.
    const auto sha256 = enforcing().verify("other.example", in.chain, in.then).findings().at(0).sha256;
    context.distrust(*sha256);
    CHECK(context.verify("other.lan", in.end_entity, in.then).reason() == TV_REASON_DISTRUSTED);
    CHECK(pinned.is_verified());
}

static void handles_share_or_are_apart(const Input &in)
{
    Context context = enforcing();
    const Context same = context.share();
    const Context apart = context.clone();
    context.disable_validation();
    CHECK(same.mode() == Mode::off && apart.mode() == Mode::enforce);
    CHECK(same.verify("other.example", in.chain).status() == Status::unchecked);
    CHECK(!apart.verify("other.example", in.chain, in.then).may_proceed());
    const Context adopted(tv_context_ref(context.get()));
    CHECK(adopted.get() == context.get());
}

static void warnings_go_to_the_log(const Input &in)
{
    Context context;
    std::vector<std::string> lines;
    context.set_log([&lines](LogLevel level, std::string_view line) {
        CHECK(level == LogLevel::refusal);
        lines.emplace_back(line);
        throw std::runtime_error("dropped");
    });
    const Result warned = context.verify("other.example", in.chain, in.then);
    CHECK(warned.status() == Status::warned && warned.may_proceed() && !warned.is_verified());
    CHECK(lines.size() == 1 && lines[0].find("NAME_MISMATCH") != std::string::npos);
    CHECK(!warned.hook_exception());
    warned.require();
    context.clear_log();
}

static void hooks_answer(const Input &in)
{
    Context context = enforcing();
    auto alive = std::make_shared<int>(0);
    context.set_hook(HookStage::after, Override::name | Override::time, [alive, &in](const Question &question) {
        ++*alive;
        CHECK(question.chain.size() == in.chain.size() && question.hostname.has_value() && question.normal.has_value());
        const bool is_other = *question.hostname == "other.example";
        CHECK(question.normal->status() == (is_other ? Status::rejected : Status::ok));
        CHECK(question.normal->findings().empty() != is_other);
        return is_other ? HookAnswer::accept : HookAnswer::defer;
    });
    CHECK(context.verify(in.name, in.chain, in.then).source() == Source::path);
    const Result forgiven = context.verify("other.example", in.chain, in.then);
    CHECK(forgiven.is_verified() && forgiven.source() == Source::hook);
    CHECK(*alive == 2 && alive.use_count() == 2);
    context.clear_hook(HookStage::after);
    CHECK(alive.use_count() == 1);

    context.set_hook(HookStage::before, Override::nothing, [](const Question &question) {
        CHECK(!question.normal.has_value());
        return HookAnswer::reject;
    });
    CHECK(context.verify(in.name, in.chain, in.then).reason() == TV_REASON_HOOK_REJECTED);
    context.set_hook(HookStage::before, Override::all, [](const Question &) { return static_cast<HookAnswer>(3); });
    CHECK(context.verify(in.name, in.chain, in.then).reason() == TV_REASON_HOOK_BAD_ANSWER);
    // What may not be forgiven is not.
    context.set_hook(HookStage::before, Override::time, [](const Question &) { return HookAnswer::accept; });
    CHECK(context.verify("other.example", in.chain, in.then).reason() == TV_REASON_NAME_MISMATCH);
}

static void exceptions_refuse_and_are_kept(const Input &in)
{
    for (const HookStage stage : {HookStage::before, HookStage::after}) {
        Context context = enforcing();
        context.set_hook(stage, Override::all, [](const Question &) -> HookAnswer { throw std::out_of_range("hook"); });
        const Result refused = context.verify(in.name, in.chain, in.then);
        CHECK(!refused.may_proceed() && refused.reason() == TV_REASON_HOOK_REJECTED);
        CHECK(refused.hook_exception() != nullptr);
        try {
            refused.require();
            CHECK(!"it throws");
        } catch (const Refused &outer) {
            CHECK(outer.reason() == TV_REASON_HOOK_REJECTED);
            try {
                std::rethrow_if_nested(outer);
                CHECK(!"it is nested");
            } catch (const std::out_of_range &inner) {
                CHECK(std::strcmp(inner.what(), "hook") == 0);
            }
        }
        // Not an exception of the library's kind; and nobody is there to keep it.
        context.set_hook(stage, Override::all, [](const Question &) -> HookAnswer { throw 7; });
        CHECK(!context.verify(in.name, in.chain, in.then).may_proceed());
        CHECK(context.verify_many({{in.name, in.chain}}, 2).at(0) == Status::rejected);
        CHECK(tv_verify_chain_with(context.get(), in.name.c_str(), in.chain.data(), in.chain.size(), in.then.get(),
                                   nullptr) == TV_REJECTED);
    }
    // One inside the other: each verification keeps its own.
    Context inner = enforcing(), outer = enforcing();
    inner.set_hook(HookStage::before, Override::all, [](const Question &) -> HookAnswer { throw 1; });
    outer.set_hook(HookStage::before, Override::all, [&](const Question &) {
        CHECK(inner.verify(in.name, in.chain, in.then).hook_exception() != nullptr);
        return HookAnswer::defer;
    });
    const Result good = outer.verify(in.name, in.chain, in.then);
    CHECK(good.is_verified() && good.hook_exception() == nullptr);
}

static void threads_share_a_context(const Input &in)
{
    Context context = enforcing();
    std::atomic<int> asked{0}, wrong{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&, own = context.share()] {
            for (int n = 0; n < 25; n++)
                wrong += !own.verify(in.name, in.chain, in.then).is_verified();
        });
    for (int n = 0; n < 25; n++)
        context.set_hook(HookStage::after, Override::nothing, [&asked](const Question &) {
            asked++;
            return HookAnswer::defer;
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(wrong == 0);
    const std::vector<Status> many = context.verify_many(std::vector<Item>(40, {"other.example", in.chain}), 3);
    CHECK(many.size() == 40);
    for (const Status status : many)
        CHECK(status == Status::rejected);
    CHECK(context.verify_many({}).empty());
}

int main(int argc, char **argv)
{
    test_input raw = test_begin(argc, argv);
    Input in{Bytes(raw.chain.data, raw.chain.len),
             Bytes(raw.end_entity.data, raw.end_entity.len),
             Bytes(raw.root.data, raw.root.len),
             raw.root_pem_path,
             raw.name,
             Evidence()};
    const int64_t then = std::strtol(argv[6], nullptr, 10);
    in.then.set_time(0).set_time(std::chrono::system_clock::from_time_t(static_cast<std::time_t>(then)));

    // On a thread of its own, which gives back at its end whatever a thread may hold.
    std::thread([&in] {
        verdicts_are_told(in);
        what_cannot_be_judged_is_a_refusal(in);
        settings_are_made_or_throw(in);
        pins_and_distrust(in);
        handles_share_or_are_apart(in);
        warnings_go_to_the_log(in);
        hooks_answer(in);
        exceptions_refuse_and_are_kept(in);
        threads_share_a_context(in);
    }).join();
    return test_end(&raw);
}
