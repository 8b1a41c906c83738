using System;
using System.Collections.Generic;

namespace TlsVerify
{
    /// <summary>Where one DER element ends and the next begins, in a chain that the library has already cut apart.</summary>
    internal static class Der
    {
        internal static IReadOnlyList<byte[]> Split(byte[] chain)
        {
            var certificates = new List<byte[]>();
            for (int start = 0; start < chain.Length;)
            {
                int length = Length(chain, start);
                if (length > chain.Length - start)
                {
                    throw new ArgumentException("a certificate is cut short", "chain");
                }
                var certificate = new byte[length];
                Array.Copy(chain, start, certificate, 0, certificate.Length);
                certificates.Add(certificate);
                start += certificate.Length;
            }
            return certificates.AsReadOnly();
        }

        private static int Length(byte[] chain, int start)
        {
            int first = chain[start + 1];
            if (first < 0x80)
            {
                return 2 + first;
            }
            int octets = first & 0x7f;
            int contents = 0;
            for (int index = 0; index < octets; index++)
            {
                contents = checked((contents << 8) | chain[start + 2 + index]);
            }
            return checked(2 + octets + contents);
        }
    }
}
