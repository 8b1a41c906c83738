package io.github.libtlsverify;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.ByteArrayOutputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/**
 * What is trusted, and how strictly it is judged. Every method may be called from any thread; a change is seen by the next
 * verification. A context is freed when it is closed or collected; a closed one refuses.
 */
public final class Context implements AutoCloseable {
    /** What happens to a refusal. */
    public enum Mode {
        /** It is only a warning. Distrusted keys, bad signatures and broken encodings are refused all the same. */
        WARN,
        /** It is a refusal. */
        ENFORCE,
        /** Nothing is judged at all. */
        OFF
    }

    /** How strictly certificates are judged. */
    public enum Rules {
        /** Chains to bundled roots as browsers do, chains to local roots by the essentials of RFC 5280. */
        BROWSER,
        /** RFC 5280 to the letter. */
        RFC5280,
        /** RFC 5280 and the CA/B Forum Baseline Requirements, for every certificate. */
        CABF
    }

    /** What a certificate is to be used for. */
    public enum Purpose {
        /** To authenticate a TLS server. */
        SERVER,
        /** To authenticate a TLS client; no host is needed. */
        CLIENT,
        /** Anything; no host is needed. */
        ANY
    }

    /** How much a log line weighs. */
    public enum LogLevel {
        /** Something was passed over. */
        WARNING,
        /** A peer would have been refused. */
        REFUSAL;

        static LogLevel of(int number) {
            return number == 1 ? WARNING : REFUSAL;
        }
    }

    private static final Cleaner CLEANER = Cleaner.create();

    private final Handle handle;
    private final Cleaner.Cleanable cleanable;
    private volatile Answers.Hooks hooks = new Answers.Hooks();

    /** Makes a context that trusts the Mozilla roots and refuses what it cannot verify. */
    public Context() {
        this(Library.tv_context_new());
        setMode(Mode.ENFORCE);
    }

    private Context(Pointer pointer) {
        handle = new Handle(pointer);
        cleanable = CLEANER.register(this, handle);
    }

    /** An independent context with the same settings, hooks and log included. */
    public Context copy() {
        Pointer[] copied = new Pointer[1];
        use(context -> {
            copied[0] = Library.tv_context_clone(context);
            return 0;
        });
        Context copy = new Context(copied[0]);
        copy.hooks = hooks;
        return copy;
    }

    @Override
    public void close() {
        cleanable.clean();
    }

    /** The mode; null if the context is closed. */
    public Mode mode() {
        int number = use(Library::tv_get_mode);
        return number == 0 ? null : Mode.values()[number - 1];
    }

    /** Sets what happens to a refusal. */
    public Context setMode(Mode mode) {
        return change("tv_set_mode", context -> Library.tv_set_mode(context, mode.ordinal() + 1));
    }

    /** Sets how strictly certificates are judged. */
    public Context setRules(Rules rules) {
        return change("tv_set_rules", context -> Library.tv_set_rules(context, rules.ordinal() + 1));
    }

    /** Sets what certificates are to be used for. */
    public Context setPurpose(Purpose purpose) {
        return change("tv_set_purpose", context -> Library.tv_set_purpose(context, purpose.ordinal() + 1));
    }

    /** Sets how many intermediates a path may have; 16 unless told otherwise. */
    public Context setMaxIntermediates(int count) {
        return change("tv_set_max_intermediates", context -> Library.tv_set_max_intermediates(context, count));
    }

    /**
     * Sets whether a peer is refused unless revocation lists tell that no certificate of its path, the root aside, is revoked. Unless
     * called, it is so where lists are handed in.
     */
    public Context refuseUnknownRevocation(boolean on) {
        return change(
                "tv_refuse_unknown_revocation", context -> Library.tv_refuse_unknown_revocation(context, on ? 1 : 0));
    }

    /** Turns everything on: the Mozilla roots, and refusal. */
    public Context validateCerts() {
        return change("tv_validate_certs", Library::tv_validate_certs);
    }

    /** Turns validation off: the connection is then open to anybody who can reach it. */
    public Context disableValidation() {
        return change("tv_disable_validation", Library::tv_disable_validation);
    }

    /** Turns the bundled Mozilla roots on or off. */
    public Context useMozillaRoots(boolean on) {
        return change("tv_use_mozilla_roots", context -> Library.tv_use_mozilla_roots(context, on ? 1 : 0));
    }

    /** Trusts one CA certificate, in DER. */
    public Context addRoot(byte[] der) {
        return change("tv_add_root", context -> Library.tv_add_root(context, der, new Library.Size(der.length)));
    }

    /** Trusts the CA certificates in PEM text. Those that cannot be trust anchors are passed over and logged. */
    public Context addRootsPem(byte[] pem) {
        return change(
                "tv_add_roots_pem", context -> Library.tv_add_roots_pem(context, pem, new Library.Size(pem.length), null));
    }

    /** Trusts the CA certificates in a file of PEM text, or of one DER certificate. */
    public Context addRootsFile(Path path) {
        byte[] name = Library.cString(path.toString());
        return change("tv_add_roots_file", context -> Library.tv_add_roots_file(context, name, null));
    }

    /** Trusts the roots of the operating system as they are now. */
    public Context addSystemRoots() {
        return change("tv_add_system_roots", context -> Library.tv_add_system_roots(context, null));
    }

    /** Trusts exactly this end entity, in DER, for a host, or for any host if that is null. Its dates are still enforced. */
    public Context addCert(String host, byte[] der) {
        byte[] name = Library.cString(host);
        return change("tv_add_cert", context -> Library.tv_add_cert(context, name, der, new Library.Size(der.length)));
    }

    /** Adds certificates in DER that peers may have left out. They are not trusted, only tried. */
    public Context addIntermediates(Collection<byte[]> certificates) {
        byte[] der = join(certificates);
        return change("tv_add_intermediates", context -> Library.tv_add_intermediates(context, der, new Library.Size(der.length)));
    }

    /** Blocks a certificate, or a key, by the SHA-256 of it or of its SubjectPublicKeyInfo. Nothing overrides that. */
    public Context distrust(byte[] sha256) {
        return change("tv_distrust", context -> Library.tv_distrust(context, sha256, new Library.Size(sha256.length)));
    }

    /**
     * Sets the hook of one stage in place of the former one; null removes it. {@code mayOverride} says what an ACCEPT may
     * forgive; without any, the hook can only refuse.
     */
    public synchronized Context setHook(Hook.Stage stage, Hook hook, Hook.Override... mayOverride) {
        int bits = 0;
        for (Hook.Override one : mayOverride) {
            bits |= one.bits;
        }
        int overrides = bits;
        Library.HookCallback called = hook == null ? null : Callbacks.HOOK;
        register("tv_set_hook", hook, (context, data) -> Library.tv_set_hook(
                context, stage.ordinal() + 1, overrides, called, data, Callbacks.DESTROY));
        hooks = hooks.with(stage, hook == null ? null : (Integer) overrides);
        return this;
    }

    /** Sends log lines to a function instead of standard error; null sends them there again. */
    public Context setLog(BiConsumer<LogLevel, String> log) {
        Library.LogCallback called = log == null ? null : Callbacks.LOG;
        return register(
                "tv_set_log", log, (context, data) -> Library.tv_set_log(context, called, data, Callbacks.DESTROY));
    }

    /**
     * Judges a chain of DER certificates as the peer sent them, its own first.
     *
     * @param host a DNS name or an IP address; null only for another purpose than SERVER
     * @throws VerificationException if the peer is refused
     * @throws TlsVerifyException if nothing could be judged
     */
    public Result verify(Collection<byte[]> chain, String host) throws VerificationException {
        return judge(join(chain), host, null);
    }

    /** Judges a chain at a time other than the present. */
    public Result verify(Collection<byte[]> chain, String host, Instant at) throws VerificationException {
        return verify(chain, host, at, List.of());
    }

    /**
     * Judges a chain with revocation lists in DER, at this time or, if that is null, now.
     *
     * @throws TlsVerifyException also if one of the lists is none
     */
    public Result verify(Collection<byte[]> chain, String host, Instant at, Collection<byte[]> crls)
            throws VerificationException {
        Pointer evidence = Library.tv_evidence_new();
        try {
            if (at != null) {
                Library.check("tv_evidence_set_time", Library.tv_evidence_set_time(evidence, at.getEpochSecond()));
            }
            for (byte[] crl : crls) {
                int status = Library.tv_evidence_add_crl(evidence, crl, new Library.Size(crl.length));
                Library.check("tv_evidence_add_crl", status);
            }
            return judge(join(chain), host, evidence);
        } finally {
            Library.tv_evidence_free(evidence);
        }
    }

    Result verify(X509Certificate[] chain, String host) throws VerificationException, CertificateEncodingException {
        List<byte[]> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            encoded.add(certificate.getEncoded());
        }
        return verify(encoded, host);
    }

    private Result judge(byte[] chain, String host, Pointer evidence) throws VerificationException {
        byte[] name = Library.cString(host);
        PointerByReference slot = new PointerByReference();
        Answers.Hooks asked = hooks;
        Answers answers = Answers.begin();
        int status;
        try {
            status = use(context -> Library.tv_verify_chain_with(
                    context, name, chain, new Library.Size(chain.length), evidence, slot));
        } finally {
            answers.end();
        }
        Pointer raw = slot.getValue();
        if (raw == null) {
            throw new TlsVerifyException("tv_verify_chain_with", status);
        }
        Result result;
        try {
            result = new Result(raw);
        } finally {
            Library.tv_result_free(raw);
        }
        if (!result.mayProceed()) {
            throw new VerificationException(result);
        }
        if (result.status() != Result.Status.UNCHECKED && !answers.permit(asked)) {
            throw TlsVerifyException.notAsked();
        }
        return result;
    }

    private interface Registration {
        int set(Pointer context, Pointer data);
    }

    private Context register(String call, Object called, Registration registration) {
        Pointer data = called == null ? null : Callbacks.remember(called);
        int status = use(context -> registration.set(context, data));
        if (status != 0 && data != null) {
            Callbacks.forget(data);
        }
        Library.check(call, status);
        return this;
    }

    private Context change(String call, ToIntFunction<Pointer> change) {
        Library.check(call, use(change));
        return this;
    }

    /** Calls with a reference of its own, so that nobody can free the context meanwhile. It is null once closed. */
    private int use(ToIntFunction<Pointer> call) {
        Pointer reference = handle.reference();
        try {
            return call.applyAsInt(reference);
        } finally {
            Library.tv_context_free(reference);
            Reference.reachabilityFence(this);
        }
    }

    private static byte[] join(Collection<byte[]> certificates) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] certificate : certificates) {
            joined.write(certificate, 0, certificate.length);
        }
        return joined.toByteArray();
    }

    /** The pointer, apart from the context so that the cleaner does not keep that. */
    private static final class Handle implements Runnable {
        private Pointer pointer;

        Handle(Pointer pointer) {
            this.pointer = pointer;
        }

        synchronized Pointer reference() {
            return Library.tv_context_ref(pointer);
        }

        @Override
        public synchronized void run() {
            Library.tv_context_free(pointer);
            pointer = null;
        }
    }
}
