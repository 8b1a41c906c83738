module github.com/libtlsverify/libtlsverify/bindings/go

go 1.19
