-- Certificates as strings: PEM or DER.

local mime = require("mime")

local BLOCK = "%-%-%-%-%-BEGIN CERTIFICATE%-%-%-%-%-(.-)%-%-%-%-%-END CERTIFICATE%-%-%-%-%-"

local certificate = {}

function certificate.is_pem(text)
    return text:find("-----BEGIN", 1, true) ~= nil
end

--- One certificate as DER; the first one of PEM text.
function certificate.der(text)
    if not certificate.is_pem(text) then
        return text
    end
    local block = text:match(BLOCK) or error("no certificate in the PEM text", 0)
    return (mime.unb64((block:gsub("%s", ""))))
end

--- Many certificates as C takes them: DER, one after another.
function certificate.concatenated(chain)
    local parts = {}
    for index, text in ipairs(chain) do
        parts[index] = certificate.der(text)
    end
    return table.concat(parts)
end

-- The length of the DER value at `start`, header included.
local function length_at(der, start)
    local first = der:byte(start + 1) or 0
    if first < 0x80 then
        return 2 + first
    end
    local octets, length = first - 0x80, 0
    for index = start + 2, start + 1 + octets do
        length = length * 256 + (der:byte(index) or 0)
    end
    return 2 + octets + length
end

--- Cuts concatenated DER apart.
function certificate.split(der)
    local parts, start = {}, 1
    while start <= #der do
        local length = length_at(der, start)
        parts[#parts + 1] = der:sub(start, start + length - 1)
        start = start + length
    end
    return parts
end

return certificate
