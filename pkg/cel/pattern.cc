#include "pattern.h"

#include <cstdio>
#include <list>
#include <memory>
#include <re2/re2.h>
#include <string>
#include <unordered_map>

namespace
{

constexpr std::size_t cache_max = 128;
constexpr std::int64_t memory_max = 8 << 20; /* bytes of one compiled expression */

/* Go's syntax where RE2 of this version differs: groups may be named (?<n>...) too. */
std::string in_re2_syntax(re2::StringPiece pattern)
{
    std::string out;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); i++) {
        re2::StringPiece rest = pattern.substr(i);
        if (rest[0] == '\\' && rest.size() > 1) {
            out.append(rest.data(), 2);
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

/* Expressions by their text, the most recently used first. Belongs to one thread. */
class pattern_cache
{
  public:
    const re2::RE2 &get(re2::StringPiece pattern)
    {
        std::string key(pattern.data(), pattern.size());
        auto found = index_.find(key);
        if (found != index_.end()) {
            entries_.splice(entries_.begin(), entries_, found->second);
            return *entries_.front().second;
        }
        if (entries_.size() == cache_max) {
            index_.erase(entries_.back().first);
            entries_.pop_back();
        }
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(memory_max);
        entries_.emplace_front(key, std::make_unique<re2::RE2>(in_re2_syntax(pattern), options));
        index_[key] = entries_.begin();
        return *entries_.front().second;
    }

  private:
    using entry = std::pair<std::string, std::unique_ptr<re2::RE2>>;
    std::list<entry> entries_;
    std::unordered_map<std::string, std::list<entry>::iterator> index_;
};

} // namespace

extern "C" int cel_regex_find(const char *pattern, size_t pattern_len,
                              struct cel_regex_match *match, char why_out[CEL_REGEX_WHY_BYTES])
{
    thread_local pattern_cache cache;
    const re2::RE2 &regex = cache.get(re2::StringPiece(pattern, pattern_len));
    if (!regex.ok()) {
        std::snprintf(why_out, CEL_REGEX_WHY_BYTES, "%s", regex.error().c_str());
        return -1;
    }
    match->groups = regex.NumberOfCapturingGroups();
    re2::StringPiece spans[CEL_REGEX_GROUPS_MAX];
    int wanted =
        match->groups + 1 < CEL_REGEX_GROUPS_MAX ? match->groups + 1 : CEL_REGEX_GROUPS_MAX;
    const char *text = match->text ? match->text : "";
    if (!regex.Match(re2::StringPiece(text, match->len), match->from, match->len,
                     re2::RE2::UNANCHORED, spans, wanted))
        return 0;
    for (int i = 0; i < wanted; i++) {
        bool took_part = spans[i].data() != nullptr;
        std::size_t begin = took_part ? static_cast<std::size_t>(spans[i].data() - text) : 0;
        match->spans[i].begin = took_part ? begin : static_cast<std::size_t>(-1);
        match->spans[i].end = took_part ? begin + spans[i].size() : static_cast<std::size_t>(-1);
    }
    return 1;
}
