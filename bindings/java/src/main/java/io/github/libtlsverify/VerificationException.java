package io.github.libtlsverify;

import java.security.cert.CertificateException;
import java.util.Optional;

/** The peer is refused. The TLS layer wraps it, perhaps several times: {@link #in} finds it again. */
public final class VerificationException extends CertificateException {
    private static final long serialVersionUID = 1;
    private final transient Result result;

    VerificationException(Result result) {
        super("tlsverify: " + result.reason() + " (" + result.reasonNumber() + ") at depth " + result.depth() + ": "
                + result.message() + (result.hint().isEmpty() ? "" : " hint: " + result.hint()));
        this.result = result;
    }

    /** The refusal among the causes of an exception, if it has that cause. */
    public static Optional<VerificationException> in(Throwable thrown) {
        // A chain of causes may be a circle.
        for (int steps = 0; thrown != null && steps < 100; steps++, thrown = thrown.getCause()) {
            if (thrown instanceof VerificationException) {
                return Optional.of((VerificationException) thrown);
            }
        }
        return Optional.empty();
    }

    /** The stable name of the reason, such as "EXPIRED". */
    public String reason() {
        return result.reason();
    }

    /** The certificate at fault: 0 the end entity, -1 the chain as a whole. */
    public int depth() {
        return result.depth();
    }

    /** What to do about it; empty if nothing honest can be said. */
    public String hint() {
        return result.hint();
    }

    /** Everything that is known. */
    public Result result() {
        return result;
    }
}
