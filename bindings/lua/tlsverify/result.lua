-- The outcome of one verification, as a table: status ("ok", "warned", "unchecked", "rejected"), reason (its number), reason_name
-- ("EXPIRED"), depth (0 the end entity, -1 the chain as a whole), source ("path", "pin", "hook", "mode"), message (one sentence
-- with the actual values), hint (what to do; may be empty), text and json (the whole report), path (DER, end entity first), and
-- may_proceed.

local ffi = require("ffi")
local library = require("tlsverify.library")

-- C calls back into Lua here and there, which compiled code may not do.
jit.off(true, true)

local STATUSES = { [0] = "ok", [-1] = "warned", [-2] = "unchecked", [-3] = "rejected" }
local SOURCES = { [0] = "none", "path", "pin", "hook", "mode" }

local function read_path(result)
    local path, length = {}, ffi.new("size_t[1]")
    for index = 1, tonumber(library.tv_result_path_count(result)) do
        local der = library.tv_result_path_der(result, index - 1, length)
        path[index] = ffi.string(der, length[0])
    end
    return path
end

--- Reads a tv_result, which the caller frees.
local function read(result)
    local status = library.tv_result_status(result)
    local reason = library.tv_result_reason(result)
    return {
        status = STATUSES[status] or "error",
        reason = reason,
        reason_name = ffi.string(library.tv_reason_name(reason)),
        depth = library.tv_result_depth(result),
        source = SOURCES[library.tv_result_source(result)] or "none",
        message = ffi.string(library.tv_result_message(result)),
        hint = ffi.string(library.tv_result_hint(result)),
        text = ffi.string(library.tv_result_text(result)),
        json = ffi.string(library.tv_result_json(result)),
        path = read_path(result),
        may_proceed = library.tv_may_proceed(status) == 1,
    }
end

local Refusal = {}

function Refusal:__tostring()
    local hint = self.hint == "" and "" or " hint: " .. self.hint
    return ("certificate verify failed: %s (%d) at depth %d: %s%s"):format(
        self.reason_name, self.reason, self.depth, self.message, hint)
end

--- The error for a peer that is refused: a table with reason, reason_name, depth, message, hint and result, and a text.
local function refusal(result)
    return setmetatable({
        reason = result.reason,
        reason_name = result.reason_name,
        depth = result.depth,
        message = result.message,
        hint = result.hint,
        result = result,
    }, Refusal)
end

return { read = read, refusal = refusal }
