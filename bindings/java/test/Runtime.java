import io.github.libtlsverify.Context;
import io.github.libtlsverify.VerificationException;
import java.nio.file.Paths;

/**
 * With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
 * `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
 *
 *     java -cp ... Runtime SERVERS.json servers|checks
 */
final class Runtime {
    private Runtime() {
    }

    public static void main(String[] arguments) throws Exception {
        Fixture fixture = new Fixture(Paths.get(arguments[0]));
        if (arguments[1].equals("servers")) {
            printOutcomes(fixture);
        } else {
            new Checks(fixture).run();
        }
    }

    private static void printOutcomes(Fixture fixture) throws Exception {
        Context context = fixture.trusting();
        for (Fixture.Server server : fixture.servers) {
            if (!server.needsClientCertificate) {
                System.out.println("server " + server.id + " " + outcome(server, context));
            }
        }
    }

    private static String outcome(Fixture.Server server, Context context) throws Exception {
        try {
            String page = Fixture.get(server, context);
            return page.equals("hello\n") ? "OK" : page;
        } catch (Exception thrown) {
            VerificationException refused = VerificationException.in(thrown).orElseThrow(() -> thrown);
            // The sentence of the exception that the program caught.
            return "REJECTED " + refused.reason() + " " + refused.depth() + " " + thrown.getMessage();
        }
    }
}
