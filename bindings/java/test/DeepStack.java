import io.github.libtlsverify.Context;
import io.github.libtlsverify.Hook;
import io.github.libtlsverify.TlsVerifyException;
import io.github.libtlsverify.VerificationException;
import java.util.List;

/** Verifies at the very end of a stack, where the library may be unable to call the hook. */
final class DeepStack {
    /** The tv_status of a hook that could not be asked. */
    private static final int INTERNAL = -29;
    private static final int ENOUGH = 50;

    private final Context context;
    private final List<byte[]> chain;
    private boolean isExhausted;
    int accepted;
    /** How often the hook was asked, and refused. */
    int refused;
    /** How often the hook could not be asked, though the library then went on. */
    int notAsked;

    private DeepStack(Context context, List<byte[]> chain) {
        this.context = context;
        this.chain = chain;
    }

    /** What comes of a hook that rejects, on a thread of its own. */
    static DeepStack verify(Context context, List<byte[]> chain) throws InterruptedException, ClassNotFoundException {
        context.setHook(Hook.Stage.AFTER, (host, seen, normal) -> Hook.Answer.REJECT);
        DeepStack deep = new DeepStack(context, chain);
        // Once with enough stack, so that the classes are there: one that cannot be initialized for want of stack fails for good.
        deep.attempt();
        // JNA's table of memory needs this one now and then, when many addresses fall into one slot.
        Class.forName("java.util.concurrent.ConcurrentHashMap$TreeBin");
        Thread thread = new Thread(null, deep::descend, "deep", 1 << 20);
        thread.start();
        thread.join();
        return deep;
    }

    /** Whether it went from where nothing can be called to where everything can, and nothing was accepted on the way. */
    boolean isSafe() {
        return accepted == 0 && notAsked > 0 && refused >= ENOUGH;
    }

    @Override
    public String toString() {
        return accepted + " accepted, " + notAsked + " not asked, " + refused + " refused";
    }

    /** To the end of the stack, and then one frame less for each attempt. How large a frame is depends on the compiler. */
    private void descend() {
        try {
            descend();
        } catch (StackOverflowError end) {
            isExhausted = true;
        }
        if (isExhausted && refused < ENOUGH) {
            attempt();
        }
    }

    private void attempt() {
        try {
            context.verify(chain, "good.test");
            accepted++;
        } catch (VerificationException refusal) {
            refused++;
        } catch (TlsVerifyException failure) {
            notAsked += failure.status() == INTERNAL ? 1 : 0;
        } catch (RuntimeException | Error failure) {
            return; // what cannot be judged is not accepted either
        }
    }
}
