using System;
using System.Collections.Generic;
using System.IO;
using System.Json;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using TlsVerify;

/// <summary>
/// With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
/// `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
///
///     mono runtime.exe SERVERS.json servers|checks
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: runtime SERVERS.json servers|checks");
            return 2;
        }
        var fixture = new Fixture(arguments[0]);
        if (arguments[1] == "servers")
        {
            PrintOutcomes(fixture);
        }
        else
        {
            new Checks(fixture).Run();
        }
        return 0;
    }

    private static void PrintOutcomes(Fixture fixture)
    {
        using (Context trust = fixture.Trusting())
        {
            foreach (Server server in fixture.Servers)
            {
                // Mono's SslStream ends at TLS 1.2.
                if (server.NeedsClientCertificate || server.Tls != "1.2")
                {
                    continue;
                }
                string outcome = Outcome(() => server.Talk(trust));
                string ofTheCallback = Outcome(() => server.TalkThroughCallback(trust));
                if (outcome.Split(':')[0] != ofTheCallback.Split(':')[0])
                {
                    throw new Exception(server.Id + ": " + outcome + ", but " + ofTheCallback);
                }
                Console.WriteLine("server " + server.Id + " " + outcome);
            }
        }
    }

    private static string Outcome(Func<string> talk)
    {
        try
        {
            string body = talk();
            return body == "hello\n" ? "OK" : throw new Exception("the body is " + body);
        }
        catch (VerificationException refused)
        {
            return "REJECTED " + refused.ReasonName + " " + refused.Depth + " " + refused.Message;
        }
    }
}

/// <summary>One of the test servers.</summary>
internal sealed class Server
{
    internal Server(JsonValue told)
    {
        Id = told["id"];
        Tls = told["tls"];
        Host = told["host"];
        Port = told["port"];
        NeedsClientCertificate = told["needs_client_certificate"];
        Chain = Fixture.Certificates(told["chain"]);
    }

    internal string Id { get; }

    internal string Tls { get; }

    internal string Host { get; }

    internal int Port { get; }

    internal bool NeedsClientCertificate { get; }

    internal IReadOnlyList<byte[]> Chain { get; }

    internal string Talk(Context trust)
    {
        using (SslStream stream = trust.Secure(new TcpClient("127.0.0.1", Port).GetStream(), Host))
        {
            return Ask(stream);
        }
    }

    internal string TalkThroughCallback(Context trust)
    {
        NetworkStream tcp = new TcpClient("127.0.0.1", Port).GetStream();
        using (var stream = new SslStream(tcp, false, trust.ValidationCallback(Host)))
        {
            stream.AuthenticateAsClient(Host);
            return Ask(stream);
        }
    }

    /// <summary>The body of the only page.</summary>
    internal static string Ask(Stream stream)
    {
        byte[] request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.Write(request, 0, request.Length);
        string answer = new StreamReader(stream).ReadToEnd();
        return answer.Substring(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4);
    }
}

/// <summary>What the program that serves has told.</summary>
internal sealed class Fixture
{
    private readonly string root;

    internal Fixture(string path)
    {
        JsonValue told = JsonValue.Parse(File.ReadAllText(path));
        root = told["root"];
        Crl = File.ReadAllBytes(told["crl"]);
        Servers = ((JsonArray)told["servers"]).Select(one => new Server(one)).ToList();
    }

    internal IReadOnlyList<Server> Servers { get; }

    /// <summary>A revocation list that has the certificate of the good server on it.</summary>
    internal byte[] Crl { get; }

    internal Server Find(string id)
    {
        return Servers.Single(one => one.Id == id);
    }

    /// <summary>A context that trusts the root of the servers and nothing else.</summary>
    internal Context Trusting()
    {
        var trust = new Context();
        trust.UseMozillaRoots(false);
        trust.AddRootsFile(root);
        return trust;
    }

    /// <summary>The certificates in a PEM file, in DER.</summary>
    internal static IReadOnlyList<byte[]> Certificates(string path)
    {
        return Regex.Matches(File.ReadAllText(path), "-----BEGIN CERTIFICATE-----([^-]*)")
            .Cast<Match>()
            .Select(one => Convert.FromBase64String(one.Groups[1].Value))
            .ToList();
    }
}
