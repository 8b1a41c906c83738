package io.github.libtlsverify;

import java.util.List;

/** Asked about every peer. Whatever it throws, and null, is a refusal; what it throws is written to standard error. */
@FunctionalInterface
public interface Hook {
    /** When a hook is asked. */
    enum Stage {
        /** Before anything is judged. */
        BEFORE,
        /** With the normal result in hand. */
        AFTER
    }

    /** What a hook says of a peer. */
    enum Answer {
        /** I don't know, run your normal procedure. */
        DEFER,
        /** Go on talking, as far as the hook may override. */
        ACCEPT,
        /** Do not talk. */
        REJECT
    }

    /** What an ACCEPT may forgive. Nothing forgives distrust. */
    enum Override {
        /** A missing or untrusted issuer. */
        ISSUER(1),
        /** Another name. */
        NAME(2),
        /** Validity dates. */
        TIME(4),
        /** Rules on form, strength and usage. */
        POLICY(8),
        /** Everything but distrust and revocation, signatures that do not verify included. Dangerous. */
        ALL(0xffff_ffff);

        final int bits;

        Override(int bits) {
            this.bits = bits;
        }
    }

    /**
     * What to do with a peer. It runs on the thread that verifies, perhaps on several at once, and may use the context.
     *
     * @param host the name or address that is wanted; null if there is none
     * @param chain the certificates as the peer sent them, in DER, its own first
     * @param normal the result of the normal procedure; null in {@link Stage#BEFORE}
     * @return what to do
     * @throws Exception as a refusal
     */
    Answer ask(String host, List<byte[]> chain, Result normal) throws Exception;
}
