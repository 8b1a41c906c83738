using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace TlsVerify
{
    public sealed partial class Context
    {
        /// <summary>
        /// A callback for an SslStream, or for whatever else takes one, that judges the server for a host and for nobody else. The
        /// platform's own opinion is not asked for. A server that is refused makes it throw a VerificationException.
        /// </summary>
        public RemoteCertificateValidationCallback ValidationCallback(string host)
        {
            Require(host, "host");
            return (sender, certificate, chain, errors) =>
            {
                Verify(Presented(certificate, chain), host);
                return true;
            };
        }

        /// <summary>
        /// Connects to a host and verifies it. Throws a VerificationException if it is refused; no byte of the application has been sent
        /// then, and the connection is closed.
        /// </summary>
        public SslStream Connect(string host, int port)
        {
            var tcp = new TcpClient(host, port);
            return Secure(tcp.GetStream(), host);
        }

        /// <summary>
        /// Turns TLS on for a stream that is connected already, as after STARTTLS, and verifies the server for a host. The stream belongs to
        /// the SslStream from then on, and is closed if the server is refused.
        /// </summary>
        public SslStream Secure(Stream connected, string host)
        {
            Require(connected, "connected");
            Require(host, "host");
            Exception refusal = null;
            // Nothing goes out unless there was a decision for this very connection.
            bool isAccepted = false;
            RemoteCertificateValidationCallback judge = ValidationCallback(host);
            var stream = new SslStream(connected, false, (sender, certificate, chain, errors) =>
            {
                try
                {
                    isAccepted = judge(sender, certificate, chain, errors);
                }
                catch (Exception thrown)
                {
                    refusal = thrown;
                    isAccepted = false;
                }
                return isAccepted;
            });
            try
            {
                stream.AuthenticateAsClient(host);
                if (!isAccepted)
                {
                    throw new AuthenticationException("the server was not verified");
                }
                return stream;
            }
            catch (Exception thrown)
            {
                stream.Dispose();
                // What the callback throws may arrive in a wrapper, or not at all.
                ExceptionDispatchInfo.Capture(refusal ?? thrown).Throw();
                throw;
            }
        }

        /// <summary>
        /// The certificates that the server sent, its own first. The platform keeps them in ExtraStore; what it has made of them, perhaps
        /// with certificates from elsewhere, is only a substitute.
        /// </summary>
        private static IEnumerable<byte[]> Presented(X509Certificate certificate, X509Chain chain)
        {
            if (certificate == null)
            {
                throw new AuthenticationException("the server shows no certificate");
            }
            byte[] own = certificate.GetRawCertData();
            var others = new List<byte[]>();
            if (chain != null)
            {
                others.AddRange(chain.ChainPolicy.ExtraStore.Cast<X509Certificate2>().Select(one => one.RawData));
                if (others.Count == 0)
                {
                    others.AddRange(chain.ChainElements.Cast<X509ChainElement>().Select(one => one.Certificate.RawData));
                }
            }
            return new[] { own }.Concat(others.Where(one => !one.SequenceEqual(own)));
        }
    }
}
