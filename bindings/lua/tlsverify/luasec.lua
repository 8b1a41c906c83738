-- TLS with LuaSec, where the library decides instead of OpenSSL.
--
-- LuaSec offers no way into the handshake. The verdict falls right after it, before the connection is handed out: a refused peer
-- gets no byte of the application, but has seen the host name, and would have seen a client certificate, which is why none is given.

local socket = require("socket")
local ssl = require("ssl")

jit.off(true, true)

local luasec = {}

-- A peer that was verified stays who it is, and old versions of TLS are of no use; as far as OpenSSL knows these options.
local OPTIONS = {}
for _, name in ipairs({ "all", "no_sslv2", "no_sslv3", "no_tlsv1", "no_tlsv1_1", "no_renegotiation" }) do
    if ssl.config.options[name] then
        OPTIONS[#OPTIONS + 1] = name
    end
end

-- An address is no server name (RFC 6066 section 3).
local function is_address(host)
    return host:find(":", 1, true) ~= nil or host:match("^%d+%.%d+%.%d+%.%d+$") ~= nil
end

local function parameters(options)
    local settings = {}
    for name, setting in pairs(options) do
        settings[name] = setting
    end
    if settings.certificate or settings.key or settings.certificates then
        error("a client certificate would go out before the server is verified", 3)
    end
    settings.mode = "client"
    settings.protocol = settings.protocol or "any"
    settings.options = settings.options or OPTIONS
    settings.verify = "none"
    return settings
end

local function sent_chain(connection)
    local chain = {}
    for index, certificate in ipairs(connection:getpeerchain() or {}) do
        chain[index] = certificate:pem()
    end
    return chain
end

local function handshake(connection, host)
    if not is_address(host) then
        connection:sni(host)
    end
    local done, why = connection:dohandshake()
    if not done then
        return nil, ("no TLS with %s: %s"):format(host, why)
    end
    local chain = sent_chain(connection)
    if #chain == 0 then
        return nil, host .. " has sent no certificate"
    end
    return chain
end

--- Turns TLS on for a connected socket, as after STARTTLS, and verifies. Returns LuaSec's connection, or nil and an error: a
-- table if the peer is refused (see Context:check), a string if there was no TLS. The socket is closed then.
-- `options` are more of LuaSec's parameters, such as `ciphers` or `alpn`, and `timeout` in seconds for the handshake.
function luasec.secure(tcp, host, context, options)
    if type(host) ~= "string" or host == "" then
        error("no host to verify", 2)
    end
    options = options or {}
    local settings = parameters(options)
    -- Bytes that came before TLS would be taken for bytes that came through it.
    if tcp:dirty() then
        tcp:close()
        return nil, host .. " has sent bytes ahead of TLS"
    end
    local connection, why = ssl.wrap(tcp, settings)
    if not connection then
        tcp:close()
        return nil, why
    end
    connection:settimeout(options.timeout)
    local held, judged, err = pcall(function()
        local chain, no_chain = handshake(connection, host)
        if not chain then
            return nil, no_chain
        end
        return context:check(chain, host)
    end)
    if held and judged then
        return connection
    end
    connection:close()
    if held then
        return nil, err
    end
    error(judged, 0)
end

--- Connects and verifies. `options` are as for `secure`; the timeout is for the connection, too.
function luasec.connect(host, port, context, options)
    local tcp = socket.tcp()
    tcp:settimeout(options and options.timeout)
    local connected, why = tcp:connect(host, port)
    if not connected then
        tcp:close()
        return nil, ("no connection to %s:%d: %s"):format(host, port, why)
    end
    return luasec.secure(tcp, host, context, options)
end

return luasec
