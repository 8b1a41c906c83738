package tlsverify

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"testing"
)

// serve answers every connection with what it has read, and says what it read.
func serve(t *testing.T, config *tls.Config) (address string, received chan string) {
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	noError(t, err)
	t.Cleanup(func() { listener.Close() })
	received = make(chan string, 100)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				buffer := make([]byte, 5)
				count, _ := io.ReadFull(connection, buffer)
				_, _ = connection.Write(buffer[:count])
				received <- string(buffer[:count])
			}()
		}
	}()
	return listener.Addr().String(), received
}

// say sends a word and expects it back.
func say(address string, config *tls.Config) (tls.ConnectionState, error) {
	connection, err := tls.Dial("tcp", address, config)
	if err != nil {
		return tls.ConnectionState{}, err
	}
	defer connection.Close()
	if _, err := connection.Write([]byte("hello")); err != nil {
		return connection.ConnectionState(), err
	}
	_, err = io.ReadFull(connection, make([]byte, 5))
	return connection.ConnectionState(), err
}

func TestAServerIsJudgedForTheNameThatIsWanted(t *testing.T) {
	ca := newAuthority(t)
	address, received := serve(t, &tls.Config{Certificates: []tls.Certificate{ca.identity(t, x509.ExtKeyUsageServerAuth)}})
	trust := ca.trusting(t)
	_, err := say(address, trust.TLSConfig(&tls.Config{ServerName: "good.test"}))
	noError(t, err)
	if word := <-received; word != "hello" {
		t.Fatal(word)
	}
	_, err = say(address, trust.TLSConfig(&tls.Config{ServerName: "other.test"}))
	refusedFor(t, err, ReasonNameMismatch)
	if word := <-received; word != "" {
		t.Fatalf("a refused server got %q", word)
	}
}

func TestAnAddressIsJudgedOnlyWhereItIsKnown(t *testing.T) {
	ca := newAuthority(t)
	address, _ := serve(t, &tls.Config{Certificates: []tls.Certificate{ca.identity(t, x509.ExtKeyUsageServerAuth)}})
	trust := ca.trusting(t)
	_, err := say(address, trust.TLSConfig(&tls.Config{ServerName: "127.0.0.1"}))
	noError(t, err)
	_, err = say(address, trust.TLSConfig(&tls.Config{ServerName: "127.0.0.2"}))
	refusedFor(t, err, ReasonNameMismatch)
	// crypto/tls fills in the address as ServerName, and does not tell anybody.
	_, err = say(address, trust.TLSConfig(nil))
	if !errors.Is(err, ErrNoServerName) {
		t.Fatal(err)
	}
	connection, err := trust.DialTLS(nil)(context.Background(), "tcp", address)
	noError(t, err)
	connection.Close()
	connection, err = trust.DialTLS(&tls.Config{ServerName: "other.test"})(context.Background(), "tcp", address)
	refusedFor(t, err, ReasonNameMismatch)
	if connection != nil {
		t.Fatal("a connection to a refused server")
	}
}

func TestAResumedSessionIsJudgedAnew(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		ca := newAuthority(t)
		identity := ca.identity(t, x509.ExtKeyUsageServerAuth)
		address, _ := serve(t, &tls.Config{Certificates: []tls.Certificate{identity}, MinVersion: version, MaxVersion: version})
		trust := ca.trusting(t)
		config := trust.TLSConfig(&tls.Config{ServerName: "good.test", ClientSessionCache: tls.NewLRUClientSessionCache(8)})
		_, err := say(address, config)
		noError(t, err)
		state, err := say(address, config)
		noError(t, err)
		if !state.DidResume {
			t.Fatal("the session is not resumed, so nothing is tested")
		}
		noError(t, trust.Distrust(sha256.Sum256(identity.Certificate[0])))
		_, err = say(address, config)
		refusedFor(t, err, ReasonDistrusted)
	}
}

func TestWhatTheBaseVerifiesIsVerifiedToo(t *testing.T) {
	ca := newAuthority(t)
	address, _ := serve(t, &tls.Config{Certificates: []tls.Certificate{ca.identity(t, x509.ExtKeyUsageServerAuth)}})
	own := errors.New("the base refuses")
	base := &tls.Config{ServerName: "good.test", VerifyConnection: func(tls.ConnectionState) error { return own }}
	_, err := say(address, ca.trusting(t).TLSConfig(base))
	if !errors.Is(err, own) {
		t.Fatal(err)
	}
	base.ServerName = "other.test"
	_, err = say(address, ca.trusting(t).TLSConfig(base))
	refusedFor(t, err, ReasonNameMismatch)
	if base.InsecureSkipVerify {
		t.Fatal("the base has been changed")
	}
}

func TestClientsAreJudged(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	trust := ca.trusting(t)
	plain := &tls.Config{Certificates: []tls.Certificate{ca.identity(t, x509.ExtKeyUsageServerAuth)}}
	chosen := &tls.Config{GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return plain, nil }}
	for _, base := range []*tls.Config{plain, chosen} {
		address, received := serve(t, trust.ServerTLSConfig(base))
		for _, one := range []struct {
			certificates []tls.Certificate
			word         string
		}{
			{[]tls.Certificate{ca.identity(t, x509.ExtKeyUsageClientAuth)}, "hello"},
			{[]tls.Certificate{ca.identity(t, x509.ExtKeyUsageServerAuth)}, ""},
			{[]tls.Certificate{stranger.identity(t, x509.ExtKeyUsageClientAuth)}, ""},
			{nil, ""},
		} {
			client := ca.trusting(t).TLSConfig(&tls.Config{ServerName: "good.test", Certificates: one.certificates})
			_, err := say(address, client)
			if (err == nil) != (one.word != "") {
				t.Error(err)
			}
			if word := <-received; word != one.word {
				t.Errorf("wanted %q, got %q", one.word, word)
			}
		}
	}
}
