-- Trust and strictness. What is changed is seen by the next verification. Whatever cannot be carried out raises an error.

local callbacks = require("tlsverify.callbacks")
local certificate = require("tlsverify.certificate")
local ffi = require("ffi")
local library = require("tlsverify.library")
local results = require("tlsverify.result")

-- C calls back into Lua here and there, which compiled code may not do.
jit.off(true, true)

local MODES = { warn = 1, enforce = 2, off = 3 }
local RULES = { browser = 1, rfc5280 = 2, cabf = 3 }
local PURPOSES = { server = 1, client = 2, any = 3 }
local STAGES = { before = 1, after = 2 }
local OVERRIDES = { issuer = 1, name = 2, time = 4, policy = 8, all = 0xffffffff }

local Context = {}
Context.__index = Context

local function value(values, name)
    return values[name] or error(("there is no %q"):format(tostring(name)), 3)
end

-- A string for C has no NUL inside: what follows one would be lost.
local function text(string)
    if string:find("\0", 1, true) then
        error("the string contains a NUL", 3)
    end
    return string
end

-- When the program ends, its own finalizers may still ask a context that was freed: there is none then, which is an error.
local function free(owner)
    library.tv_context_free(owner[0])
    owner[0] = nil
end

local function adopt(handle, kept)
    if handle == nil then
        error("no context can be made")
    end
    local owner = ffi.gc(ffi.new("tv_context *[1]", handle), free)
    -- `kept`: what the library may call; `replaced`: what the verifications that are running may call beside that.
    return setmetatable({ owner = owner, kept = kept, replaced = {}, running = 0 }, Context)
end

local function keep(self, purpose, callable)
    if self.running > 0 then
        table.insert(self.replaced, self.kept[purpose])
    end
    self.kept[purpose] = callable
    return self
end

local function check(call, status)
    if status ~= 0 then
        local sentence = ffi.string(library.tv_status_message(status))
        error(("%s failed with status %d: %s"):format(call, status, sentence), 0)
    end
end

local function call(self, name, ...)
    check(name, library[name](self.owner[0], ...))
    return self
end

--- A new context trusts the Mozilla roots. `mode` is "enforce" (if left out), "warn" (the library's own default) or "off".
local function new(mode)
    return adopt(library.tv_context_new(), {}):set_mode(mode or "enforce")
end

--- An independent context with the same settings, hooks and log function.
function Context:clone()
    local kept = {}
    for key, callable in pairs(self.kept) do
        kept[key] = callable
    end
    return adopt(library.tv_context_clone(self.owner[0]), kept)
end

function Context:set_mode(mode)
    return call(self, "tv_set_mode", value(MODES, mode))
end

function Context:mode()
    local number = library.tv_get_mode(self.owner[0])
    for name, mode in pairs(MODES) do
        if mode == number then
            return name
        end
    end
end

function Context:set_rules(rules)
    return call(self, "tv_set_rules", value(RULES, rules))
end

function Context:set_purpose(purpose)
    return call(self, "tv_set_purpose", value(PURPOSES, purpose))
end

function Context:set_max_intermediates(count)
    return call(self, "tv_set_max_intermediates", count)
end

--- Whether a peer is refused unless revocation lists tell that no certificate of its path, the root aside, is revoked;
-- unless called, where lists are handed in.
function Context:refuse_unknown_revocation(on)
    return call(self, "tv_refuse_unknown_revocation", on and 1 or 0)
end

--- The proposal's ValidateCerts: Mozilla roots, and refusal.
function Context:validate_certs()
    return call(self, "tv_validate_certs")
end

--- The proposal's DisableValidation: nothing is judged any more.
function Context:disable_validation()
    return call(self, "tv_disable_validation")
end

function Context:use_mozilla_roots(on)
    return call(self, "tv_use_mozilla_roots", on and 1 or 0)
end

--- Trusts one CA certificate in DER, or every one in PEM text.
function Context:add_root(root)
    if certificate.is_pem(root) then
        return call(self, "tv_add_roots_pem", root, #root, nil)
    end
    return call(self, "tv_add_root", root, #root)
end

--- Trusts the CA certificates in a file: PEM, or one in DER.
function Context:add_roots_file(path)
    return call(self, "tv_add_roots_file", text(path), nil)
end

function Context:add_system_roots()
    return call(self, "tv_add_system_roots", nil)
end

--- Trusts exactly this end entity for `host`, or for any host if that is nil.
function Context:add_cert(host, end_entity)
    local der = certificate.der(end_entity)
    return call(self, "tv_add_cert", host and text(host), der, #der)
end

--- Untrusted helpers that servers may have left out.
function Context:add_intermediates(certificates)
    local der = certificate.concatenated(certificates)
    return call(self, "tv_add_intermediates", der, #der)
end

--- Blocks a certificate or a key by its SHA-256, as 32 octets or as hexadecimal digits.
function Context:distrust(sha256)
    local digest = sha256
    if #sha256 ~= 32 then
        digest = sha256:gsub(":", ""):gsub("%x%x", function(octet)
            return string.char(tonumber(octet, 16))
        end)
    end
    return call(self, "tv_distrust", digest, #digest)
end

--- Asks `hook(host, chain, normal)` about every peer: the host or nil, a list of certificates in DER, and at stage "after" the
-- result of the normal procedure. It answers "accept", "reject" or "defer" ("I don't know, run your normal procedure").
-- Whatever else it returns, and an error, is a rejection. `options.stage` is "after" if left out; `options.may_override` lists
-- what an "accept" may forgive: "issuer", "name", "time", "policy", "all".
function Context:set_hook(hook, options)
    options = options or {}
    local bits = 0
    for _, name in ipairs(options.may_override or {}) do
        bits = bit.bor(bits, value(OVERRIDES, name))
    end
    local stage = options.stage or "after"
    -- Numbers of the bit library have a sign, which C's do not have here.
    call(self, "tv_set_hook", value(STAGES, stage), bits % 2 ^ 32, callbacks.ask,
        callbacks.register(hook), nil)
    return keep(self, stage, hook)
end

function Context:remove_hook(stage)
    return call(self, "tv_set_hook", value(STAGES, stage or "after"), 0, nil, nil, nil)
end

--- Gives log lines to `log(level, text)`; nil gives them to standard error. Levels: 1 a warning, 2 a refusal.
function Context:set_log(log)
    if log then
        call(self, "tv_set_log", callbacks.write, callbacks.register(log), nil)
    else
        call(self, "tv_set_log", nil, nil, nil)
    end
    return keep(self, "log", log)
end

--- Judges a chain as the peer sent it, a list of certificates in PEM or DER, its own first, and returns the result. `time` is
-- when to judge, in seconds since 1970; now if left out. `crls` is a list of revocation lists in DER, which may be left out. See
-- tlsverify.result. Raises an error if nothing could be judged.
function Context:verify(chain, host, time, crls)
    local der = certificate.concatenated(chain)
    local evidence
    if time or crls then
        evidence = ffi.gc(library.tv_evidence_new(), library.tv_evidence_free)
    end
    if time then
        check("tv_evidence_set_time", library.tv_evidence_set_time(evidence, time))
    end
    for _, crl in ipairs(crls or {}) do
        check("tv_evidence_add_crl", library.tv_evidence_add_crl(evidence, crl, #crl))
    end
    local slot = ffi.new("tv_result *[1]")
    local name = host and text(host)
    self.running = self.running + 1
    local status = library.tv_verify_chain_with(self.owner[0], name, der, #der, evidence, slot)
    self.running = self.running - 1
    if self.running == 0 then
        self.replaced = {}
    end
    if slot[0] == nil then
        check("tv_verify_chain_with", status)
    end
    return results.read(ffi.gc(slot[0], library.tv_result_free))
end

--- The same, but a refusal is nil and an error with reason, reason_name, depth, message, hint and result.
function Context:check(chain, host, time, crls)
    local result = self:verify(chain, host, time, crls)
    if not result.may_proceed then
        return nil, results.refusal(result)
    end
    return result
end

return { new = new }
