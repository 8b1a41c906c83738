package tlsverify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
)

// VerifyConnection judges the server of a connection, for the host name that the client asked for. It is made for the field
// of that name in tls.Config; TLSConfig sets it together with what belongs to it. A resumed session is judged anew. A
// connection without a host name is refused with ErrNoServerName.
func (c *Context) VerifyConnection(state tls.ConnectionState) error {
	return c.verifyServer(state, "")
}

// VerifyClient judges the client of a connection to a server, with purpose Client whatever the purpose of the context is.
// ServerTLSConfig sets it together with what belongs to it.
func (c *Context) VerifyClient(state tls.ConnectionState) error {
	clients := c.Clone()
	defer clients.Close()
	if err := clients.SetPurpose(Client); err != nil {
		return err
	}
	return clients.mayProceed(encoded(state.PeerCertificates), "")
}

// TLSConfig is a copy of a client's configuration, which may be nil, that asks this context about the server. Go's own
// verification is off (InsecureSkipVerify), and this one in its place. A VerifyConnection of base is called after it.
//
// Go does not tell which IP address is wanted. If ServerName is one, it has to be set in base, not in the copy; a
// configuration that learns its ServerName later, as that of an http.Transport, refuses addresses. See DialTLS.
func (c *Context) TLSConfig(base *tls.Config) *tls.Config {
	config := cloned(base)
	address := addressIn(config.ServerName)
	config.InsecureSkipVerify = true
	config.VerifyConnection = chained(func(state tls.ConnectionState) error {
		return c.verifyServer(state, address)
	}, config.VerifyConnection)
	return config
}

// DialTLS makes a function for the field DialTLSContext of an http.Transport, or to be called: it connects to an address
// such as "www.example.org:443" or "[::1]:8443", and returns a *tls.Conn after the handshake if its server is accepted.
// base, which may be nil, is as for TLSConfig; a ServerName in it is verified instead of the host in the address.
func (c *Context) DialTLS(base *tls.Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		config := cloned(base)
		if config.ServerName == "" {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			config.ServerName = host
		}
		dialer := tls.Dialer{Config: c.TLSConfig(config)}
		return dialer.DialContext(ctx, network, address)
	}
}

// ServerTLSConfig is a copy of a server's configuration that demands a certificate of every client and asks this context
// about it. What a GetConfigForClient of base returns is treated likewise.
func (c *Context) ServerTLSConfig(base *tls.Config) *tls.Config {
	config := cloned(base)
	config.ClientAuth = tls.RequireAnyClientCert
	config.VerifyConnection = chained(c.VerifyClient, config.VerifyConnection)
	if choose := config.GetConfigForClient; choose != nil {
		config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			chosen, err := choose(hello)
			if chosen == nil || err != nil {
				return chosen, err
			}
			return c.ServerTLSConfig(chosen), nil
		}
	}
	return config
}

// verifyServer judges for the host name of the connection, or for the address if there is no name.
func (c *Context) verifyServer(state tls.ConnectionState, address string) error {
	host := state.ServerName
	if host == "" {
		host = address
	}
	if host == "" {
		return ErrNoServerName
	}
	return c.mayProceed(encoded(state.PeerCertificates), host)
}

func cloned(base *tls.Config) *tls.Config {
	if base == nil {
		return &tls.Config{}
	}
	return base.Clone()
}

func chained(first, second func(tls.ConnectionState) error) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		if err := first(state); err != nil || second == nil {
			return err
		}
		return second(state)
	}
}

func encoded(certificates []*x509.Certificate) [][]byte {
	chain := make([][]byte, len(certificates))
	for index, certificate := range certificates {
		chain[index] = certificate.Raw
	}
	return chain
}

// addressIn is the IP address that a server name is; Go sends none to the server. It is empty for a host name.
func addressIn(serverName string) string {
	address := strings.TrimSuffix(strings.TrimPrefix(serverName, "["), "]")
	if net.ParseIP(address) == nil {
		return ""
	}
	return address
}
