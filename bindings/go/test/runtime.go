// With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
// `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
//
//	go run ./test SERVERS.json servers|checks
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"

	tlsverify "github.com/libtlsverify/libtlsverify/bindings/go"
)

type server struct {
	ID                     string `json:"id"`
	Port                   int    `json:"port"`
	Host                   string `json:"host"`
	Chain                  string `json:"chain"`
	NeedsClientCertificate bool   `json:"needs_client_certificate"`
}

type fixture struct {
	Root         string   `json:"root"`
	Intermediate string   `json:"intermediate"`
	Servers      []server `json:"servers"`
}

func (f *fixture) server(id string) server {
	for _, one := range f.Servers {
		if one.ID == id {
			return one
		}
	}
	log.Fatalf("no server is called %s", id)
	return server{}
}

// must ends the program if there is an error.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func read(path string) []byte {
	contents, err := os.ReadFile(path)
	must(err)
	return contents
}

// trusting is a context that trusts the root of the servers and nothing else.
func (f *fixture) trusting() *tlsverify.Context {
	trust := tlsverify.New()
	must(trust.UseMozillaRoots(false))
	_, err := trust.AddRootsPEM(read(f.Root))
	must(err)
	return trust
}

// get asks the server for its page, as the host, through an http.Client.
func get(one server, host string, transport *http.Transport) (string, error) {
	transport.DisableKeepAlives = true
	port := strconv.Itoa(one.Port)
	if transport.DialTLSContext == nil {
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		}
	}
	client := http.Client{Transport: transport}
	response, err := client.Get("https://" + net.JoinHostPort(host, port) + "/")
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func talk(one server, trust *tlsverify.Context) (string, error) {
	return get(one, one.Host, &http.Transport{TLSClientConfig: trust.TLSConfig(nil)})
}

func printOutcomes(f *fixture) {
	trust := f.trusting()
	for _, one := range f.Servers {
		if one.NeedsClientCertificate {
			continue
		}
		body, err := talk(one, trust)
		var refused *tlsverify.VerificationError
		switch {
		case err == nil && body == "hello\n":
			fmt.Println("server", one.ID, "OK")
		case errors.As(err, &refused):
			fmt.Println("server", one.ID, "REJECTED", refused.Reason, refused.Depth, err)
		default:
			log.Fatalf("%s: %q, %v", one.ID, body, err)
		}
	}
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: runtime SERVERS.json servers|checks")
	}
	var f fixture
	must(json.Unmarshal(read(os.Args[1]), &f))
	if os.Args[2] == "servers" {
		printOutcomes(&f)
		return
	}
	runChecks(&f)
}
