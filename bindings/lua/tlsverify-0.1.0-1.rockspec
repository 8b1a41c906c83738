rockspec_format = "3.0"
package = "tlsverify"
version = "0.1.0-1"
source = {
    url = "git+https://github.com/libtlsverify/libtlsverify.git",
    dir = "libtlsverify/bindings/lua",
}
description = {
    summary = "TLS certificate verification by libtlsverify: one verdict, and a reason that says what to do",
    homepage = "https://github.com/libtlsverify/libtlsverify",
    license = "Apache-2.0 OR MIT",
}
dependencies = { "lua == 5.1", "luasocket >= 3", "luasec >= 1" }
build = {
    type = "builtin",
    modules = {
        ["tlsverify"] = "tlsverify.lua",
        ["tlsverify.callbacks"] = "tlsverify/callbacks.lua",
        ["tlsverify.certificate"] = "tlsverify/certificate.lua",
        ["tlsverify.context"] = "tlsverify/context.lua",
        ["tlsverify.declarations"] = "tlsverify/declarations.lua",
        ["tlsverify.library"] = "tlsverify/library.lua",
        ["tlsverify.luasec"] = "tlsverify/luasec.lua",
        ["tlsverify.result"] = "tlsverify/result.lua",
    },
}
