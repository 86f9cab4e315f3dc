-- wrk: many callers register and then search, one turn a request. A connection may take any caller's next turn: there are
-- far more callers than connections and they are served round robin, so a caller's reply has long come when her next turn
-- goes out. Arguments after --: number that makes callers of this round new, callers, whether replies are checked (yes/no).
local steps = { "", "2", "1", "800001", "1", "1", "NAME", "2", "", "1", "1", "4", "1", "1" }
local last_of_call = { [8] = true, [14] = true }
local callers, round, next_caller, fresh, checked = {}, 0, 0, 0, true

local function new_caller(at)
    fresh = fresh + 1
    callers[at] = { number = fresh, step = 0, text = "", call = 0 }
    return callers[at]
end

function init(arguments)
    round = tonumber(arguments[1] or "0")
    local count = tonumber(arguments[2] or "4096")
    checked = (arguments[3] or "yes") == "yes"
    for at = 1, count do new_caller(at) end
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
    if not checked then response = nil end
end

function request()
    next_caller = next_caller % #callers + 1
    local caller = callers[next_caller]
    if caller.step == #steps then caller = new_caller(next_caller) end
    caller.step = caller.step + 1
    local typed = steps[caller.step]
    if typed == "" then
        caller.call, caller.text = caller.call + 1, ""
    else
        if typed == "NAME" then typed = "Asha" .. caller.number end
        caller.text = caller.text == "" and typed or (caller.text .. "%2A" .. typed)
    end
    local body = string.format("sessionId=w%d-%d-%d&serviceCode=%%2A789%%23&phoneNumber=%%2B917%d%08d&networkCode=99999&text=%s",
                               round, caller.number, caller.call, round % 10, caller.number, caller.text)
    return wrk.format("POST", nil, nil, body)
end

-- Read in wrk's main state after the run; a thread counts in globals, which wrk.thread:get can fetch.
not_screens, screens, ended = 0, 0, 0
function response(status, headers, body)
    local word = body:sub(1, 4)
    if word == "CON " then screens = screens + 1
    elseif word == "END " then screens, ended = screens + 1, ended + 1
    else not_screens = not_screens + 1 end
end

local threads = {}
function setup(thread) table.insert(threads, thread) end

function done(summary, latency)
    local bad, good, over = 0, 0, 0
    for _, thread in ipairs(threads) do
        bad, good, over = bad + (thread:get("not_screens") or 0), good + (thread:get("screens") or 0), over + (thread:get("ended") or 0)
    end
    local errors = summary.errors
    io.write(string.format(
        "{\"requests\": %d, \"seconds\": %.4f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"not_screens\": %d, \"screens\": %d, " ..
        "\"ended\": %d, \"errors\": %d}\n",
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad, good, over,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
