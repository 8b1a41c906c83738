package io.github.libtlsverify;

/**
 * What the hooks have answered in one verification, on one thread. JNA turns a callback that cannot even begin, for want of
 * stack, into zero, which would mean "I don't know"; so an acceptance counts only if its hooks have really been asked.
 */
final class Answers {
    /** The hooks of a context: for each stage what an ACCEPT may forgive, or null if there is none. */
    static final class Hooks {
        private final Integer[] overrides;

        Hooks() {
            this(new Integer[Hook.Stage.values().length]);
        }

        private Hooks(Integer[] overrides) {
            this.overrides = overrides;
        }

        Hooks with(Hook.Stage stage, Integer override) {
            Integer[] changed = overrides.clone();
            changed[stage.ordinal()] = override;
            return new Hooks(changed);
        }

        private boolean has(Hook.Stage stage) {
            return overrides[stage.ordinal()] != null;
        }

        private boolean replaceEverything() {
            Integer before = overrides[Hook.Stage.BEFORE.ordinal()];
            return before != null && before == Hook.Override.ALL.bits;
        }
    }

    private static final ThreadLocal<Answers> CURRENT = new ThreadLocal<>();

    /** A hook may verify, too. */
    private final Answers outer;
    private final Integer[] given = new Integer[Hook.Stage.values().length];

    private Answers(Answers outer) {
        this.outer = outer;
    }

    static Answers begin() {
        Answers answers = new Answers(CURRENT.get());
        CURRENT.set(answers);
        return answers;
    }

    void end() {
        CURRENT.set(outer);
    }

    static void note(Hook.Stage stage, int answer) {
        CURRENT.get().given[stage.ordinal()] = answer;
    }

    /** Whether each of the hooks has been asked, and none has refused. */
    boolean permit(Hooks hooks) {
        for (Hook.Stage stage : Hook.Stage.values()) {
            if (hooks.has(stage) && !permits(stage)) {
                boolean isNotAsked = stage == Hook.Stage.AFTER && given[stage.ordinal()] == null
                        && hooks.replaceEverything() && isAnswer(Hook.Stage.BEFORE, Hook.Answer.ACCEPT);
                if (!isNotAsked) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean permits(Hook.Stage stage) {
        return isAnswer(stage, Hook.Answer.DEFER) || isAnswer(stage, Hook.Answer.ACCEPT);
    }

    private boolean isAnswer(Hook.Stage stage, Hook.Answer answer) {
        Integer number = given[stage.ordinal()];
        return number != null && number == answer.ordinal();
    }
}
