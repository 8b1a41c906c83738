package io.github.libtlsverify;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * What the library calls. It is handed a number as user_data; the table keeps what belongs to the number reachable until
 * the library says that nothing uses it any more.
 */
final class Callbacks {
    private static final Map<Long, Object> TABLE = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();
    private static final int REJECT = Hook.Answer.REJECT.ordinal();

    static final Library.HookCallback HOOK = Callbacks::ask;
    static final Library.LogCallback LOG = Callbacks::log;
    static final Library.DestroyCallback DESTROY = Callbacks::forget;

    private Callbacks() {
    }

    static Pointer remember(Object called) {
        long number = LAST.incrementAndGet();
        TABLE.put(number, called);
        return new Pointer(number);
    }

    static void forget(Pointer userData) {
        TABLE.remove(Pointer.nativeValue(userData));
    }

    private static int ask(Pointer userData, Pointer host, Pointer chain, Library.Size length, Pointer normal) {
        try {
            Hook hook = (Hook) TABLE.get(Pointer.nativeValue(userData));
            Hook.Answer answer = hook.ask(
                    host == null ? null : Library.text(host),
                    split(chain.getByteArray(0, length.intValue())),
                    normal == null ? null : new Result(normal));
            int number = answer == null ? -1 : answer.ordinal();
            Answers.note(normal == null ? Hook.Stage.BEFORE : Hook.Stage.AFTER, number);
            return number;
        } catch (Throwable thrown) {
            // Not Exception: whatever passed through the library would be taken for "I don't know".
            report(thrown);
            return REJECT;
        }
    }

    private static void report(Throwable thrown) {
        try {
            System.err.println("tlsverify: the hook threw " + thrown + "; the peer is refused");
            thrown.printStackTrace();
        } catch (Throwable nothingMoreToDo) {
            return;
        }
    }

    @SuppressWarnings("unchecked")
    private static void log(Pointer userData, int level, Pointer text) {
        try {
            Object log = TABLE.get(Pointer.nativeValue(userData));
            ((BiConsumer<Context.LogLevel, String>) log).accept(Context.LogLevel.of(level), Library.text(text));
        } catch (Throwable thrown) {
            return;
        }
    }

    /** Cuts concatenated DER certificates apart. What cannot be read stays in one piece. */
    static List<byte[]> split(byte[] der) {
        List<byte[]> chain = new ArrayList<>();
        int from = 0;
        while (from < der.length) {
            int to = end(der, from);
            chain.add(Arrays.copyOfRange(der, from, to));
            from = to;
        }
        return chain;
    }

    /** Where the DER element that begins at an index ends; the end of everything if that cannot be told. */
    private static int end(byte[] der, int from) {
        if (from + 2 > der.length) {
            return der.length;
        }
        int first = der[from + 1] & 0xff;
        int octets = first < 0x80 ? 0 : first & 0x7f;
        long length = first < 0x80 ? first : 0;
        if (octets > 4 || from + 2 + octets > der.length) {
            return der.length;
        }
        for (int index = 0; index < octets; index++) {
            length = length << 8 | der[from + 2 + index] & 0xff;
        }
        return (int) Math.min(der.length, from + 2L + octets + length);
    }
}
