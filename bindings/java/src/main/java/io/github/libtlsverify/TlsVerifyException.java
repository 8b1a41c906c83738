package io.github.libtlsverify;

/** A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on. */
public final class TlsVerifyException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    TlsVerifyException(String call, int status) {
        this(status, call + ": " + Library.text(Library.tv_status_message(status)) + " (" + status + ")");
    }

    private TlsVerifyException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A hook that the library wanted to ask has not been reached. */
    static TlsVerifyException notAsked() {
        int internal = -29;
        return new TlsVerifyException(internal, "the hook could not be asked, so the peer is refused");
    }

    /** The tv_status of the C library. */
    public int status() {
        return status;
    }
}
