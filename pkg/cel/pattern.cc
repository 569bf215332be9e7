#include "pattern.h"

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <list>
#include <memory>
#include <re2/re2.h>
#include <string>
#include <unordered_map>

namespace
{

constexpr std::size_t cache_max = 128;
constexpr std::size_t near_max = 16;
constexpr std::size_t memories_max = 512; /* of one thread */
constexpr std::size_t remembered_bytes = 40;
constexpr std::int64_t memory_max = 8 << 20; /* bytes of one compiled expression */

/* Go's syntax where RE2 of this version differs: groups may be named (?<n>...) too, and no byte of
 * a character is matched alone: \C is made what both refuse. */
std::string in_re2_syntax(re2::StringPiece pattern)
{
    std::string out;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); i++) {
        re2::StringPiece rest = pattern.substr(i);
        if (rest.starts_with("\\Q")) {
            std::size_t end = rest.find("\\E");
            std::size_t len = end == re2::StringPiece::npos ? rest.size() : end + 2;
            out.append(rest.data(), len);
            i += len - 1;
            continue;
        }
        if (rest[0] == '\\' && rest.size() > 1) {
            out.append(rest[1] == 'C' ? "\\c" : std::string(rest.data(), 2));
            i++;
            continue;
        }
        bool named = !in_class && rest.starts_with("(?<") && rest.size() > 3 && rest[3] != '=' &&
                     rest[3] != '!';
        in_class = rest[0] == '[' || (in_class && rest[0] != ']');
        out += named ? "(?P<" : std::string(1, rest[0]);
        i += named ? 2 : 0;
    }
    return out;
}

} // namespace

struct cel_pattern {
    re2::RE2 regex;
    std::string text;
    std::uint64_t serial; /* of no other pattern, before or after; from 1 on */
};

namespace
{

std::unique_ptr<cel_pattern> compile(re2::StringPiece text)
{
    static std::atomic<std::uint64_t> serial;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory_max);
    return std::unique_ptr<cel_pattern>(
        new cel_pattern{re2::RE2(in_re2_syntax(text), options), text.as_string(), ++serial});
}

/* The pattern itself, or NULL when it is malformed. */
cel_pattern *checked(cel_pattern *pattern, char why_out[CEL_PATTERN_WHY_BYTES])
{
    if (pattern->regex.ok())
        return pattern;
    std::snprintf(why_out, CEL_PATTERN_WHY_BYTES, "%s", pattern->regex.error().c_str());
    return nullptr;
}

/* Patterns by their text, the most recently used first. Belongs to one thread. */
class pattern_cache
{
  public:
    cel_pattern *get(re2::StringPiece text)
    {
        cel_pattern *&near = near_[text.size() % near_max];
        if (near == nullptr || re2::StringPiece(near->text) != text)
            near = find(text);
        return near;
    }

  private:
    using entry = std::pair<std::string, std::unique_ptr<cel_pattern>>;

    cel_pattern *find(re2::StringPiece text)
    {
        std::string key(text.data(), text.size());
        auto found = index_.find(key);
        if (found != index_.end()) {
            entries_.splice(entries_.begin(), entries_, found->second);
            return entries_.front().second.get();
        }
        if (entries_.size() == cache_max) {
            for (cel_pattern *&near : near_)
                near = nullptr;
            index_.erase(entries_.back().first);
            entries_.pop_back();
        }
        entries_.emplace_front(key, compile(text));
        index_[key] = entries_.begin();
        return entries_.front().second.get();
    }

    std::list<entry> entries_;
    std::unordered_map<std::string, std::list<entry>::iterator> index_;
    cel_pattern *near_[near_max] = {}; /* by their length: found without hashing */
};

/* Whether a pattern matched a short text. Belongs to one thread. */
struct memory {
    std::uint64_t serial; /* 0: of none yet */
    std::uint32_t len;
    bool matched;
    char text[remembered_bytes];
};

std::size_t place_of(const cel_pattern *pattern, const char *text, std::size_t len)
{
    std::uint64_t hash = pattern->serial * 0x9e3779b97f4a7c15U + len;
    for (std::size_t i = 0; i < len; i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text + i, len - i < sizeof word ? len - i : sizeof word);
        hash = (hash ^ word) * 0xff51afd7ed558ccdU;
        hash ^= hash >> 32U;
    }
    return hash % memories_max;
}

} // namespace

extern "C" struct cel_pattern *cel_pattern_new(const char *text, size_t len,
                                               char why_out[CEL_PATTERN_WHY_BYTES])
{
    std::unique_ptr<cel_pattern> pattern = compile(re2::StringPiece(text, len));
    return checked(pattern.get(), why_out) ? pattern.release() : nullptr;
}

extern "C" void cel_pattern_free(void *pattern)
{
    delete static_cast<cel_pattern *>(pattern);
}

extern "C" const struct cel_pattern *cel_pattern_cached(const char *text, size_t len,
                                                        char why_out[CEL_PATTERN_WHY_BYTES])
{
    thread_local pattern_cache cache;
    return checked(cache.get(re2::StringPiece(text, len)), why_out);
}

extern "C" int cel_pattern_groups(const struct cel_pattern *pattern)
{
    return pattern->regex.NumberOfCapturingGroups();
}

extern "C" bool cel_pattern_find(const struct cel_pattern *pattern, struct cel_match *match,
                                 int spans)
{
    re2::StringPiece found[CEL_PATTERN_SPANS_MAX];
    int known = cel_pattern_groups(pattern) + 1;
    int wanted = known < spans ? known : spans;
    const char *text = match->text ? match->text : "";
    if (!pattern->regex.Match(re2::StringPiece(text, match->len), match->from, match->len,
                              re2::RE2::UNANCHORED, found, wanted))
        return false;
    for (int i = 0; i < wanted; i++) {
        bool took_part = found[i].data() != nullptr;
        std::size_t begin = took_part ? static_cast<std::size_t>(found[i].data() - text) : 0;
        match->spans[i].begin = took_part ? begin : static_cast<std::size_t>(-1);
        match->spans[i].end = took_part ? begin + found[i].size() : static_cast<std::size_t>(-1);
    }
    return true;
}

extern "C" bool cel_pattern_matches(const struct cel_pattern *pattern, const char *text,
                                    std::size_t len)
{
    thread_local memory memories[memories_max];
    re2::StringPiece whole(text ? text : "", len);
    if (len > remembered_bytes)
        return pattern->regex.Match(whole, 0, len, re2::RE2::UNANCHORED, nullptr, 0);
    memory &known = memories[place_of(pattern, whole.data(), len)];
    if (known.serial != pattern->serial || re2::StringPiece(known.text, known.len) != whole) {
        known.matched = pattern->regex.Match(whole, 0, len, re2::RE2::UNANCHORED, nullptr, 0);
        known.serial = pattern->serial;
        known.len = static_cast<std::uint32_t>(len);
        std::memcpy(known.text, whole.data(), len);
    }
    return known.matched;
}
