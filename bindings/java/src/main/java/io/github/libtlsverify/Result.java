package io.github.libtlsverify;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The outcome of one verification. It cannot change. */
public final class Result {
    /** How a verification went. */
    public enum Status {
        /** Verified, by a path, a pin or the hook. */
        OK,
        /** Refused, but the context only warns, and the warning has been given. */
        WARNED,
        /** Validation is off and nothing was judged. */
        UNCHECKED,
        /** Refused. */
        REJECTED,
        /** Nothing could be judged. */
        ERROR
    }

    /** Who has decided. */
    public enum Source {
        /** There is no decision. */
        NONE,
        /** The path to a trust anchor, or its lack. */
        PATH,
        /** A certificate added with {@link Context#addCert}. */
        PIN,
        /** The hook. */
        HOOK,
        /** The mode: it has warned, or nothing was judged. */
        MODE
    }

    private final int statusNumber;
    private final int reasonNumber;
    private final String reason;
    private final int depth;
    private final Source source;
    private final String message;
    private final String hint;
    private final String text;
    private final String json;
    private final List<byte[]> path;

    /** Copies everything out of a tv_result, which stays the caller's. */
    Result(Pointer raw) {
        statusNumber = Library.tv_result_status(raw);
        reasonNumber = Library.tv_result_reason(raw);
        reason = Library.text(Library.tv_reason_name(reasonNumber));
        depth = Library.tv_result_depth(raw);
        int number = Library.tv_result_source(raw);
        source = number >= 0 && number < Source.values().length ? Source.values()[number] : Source.NONE;
        message = Library.text(Library.tv_result_message(raw));
        hint = Library.text(Library.tv_result_hint(raw));
        text = Library.text(Library.tv_result_text(raw));
        json = Library.text(Library.tv_result_json(raw));
        path = Collections.unmodifiableList(readPath(raw));
    }

    private static List<byte[]> readPath(Pointer raw) {
        List<byte[]> path = new ArrayList<>();
        long count = Library.tv_result_path_count(raw).longValue();
        Memory length = new Memory(Native.SIZE_T_SIZE);
        for (long index = 0; index < count; index++) {
            Pointer der = Library.tv_result_path_der(raw, new Library.Size(index), length);
            path.add(der.getByteArray(0, Native.SIZE_T_SIZE == 8 ? Math.toIntExact(length.getLong(0)) : length.getInt(0)));
        }
        return path;
    }

    /** How the verification went. */
    public Status status() {
        return statusNumber <= 0 && statusNumber >= -3 ? Status.values()[-statusNumber] : Status.ERROR;
    }

    /** Whether the connection may go on. It may with WARNED and UNCHECKED, though nobody vouches for the peer. */
    public boolean mayProceed() {
        return Library.tv_may_proceed(statusNumber) == 1;
    }

    /** The stable name of the reason, such as "EXPIRED"; "NONE" for a plain acceptance. */
    public String reason() {
        return reason;
    }

    /** The number of the reason; its hundreds are the category. */
    public int reasonNumber() {
        return reasonNumber;
    }

    /** The certificate at fault: 0 the end entity, -1 the chain as a whole, or no fault. */
    public int depth() {
        return depth;
    }

    /** Who has decided. */
    public Source source() {
        return source;
    }

    /** One sentence with the actual values. Its wording may change. */
    public String message() {
        return message;
    }

    /** What to do about it; empty if nothing honest can be said. */
    public String hint() {
        return hint;
    }

    /** The whole report as a tree. */
    public String text() {
        return text;
    }

    /** The whole report as one JSON object. */
    public String json() {
        return json;
    }

    /** The best path in DER, end entity first. */
    public List<byte[]> path() {
        return path;
    }
}
