/* simdjson behind a C face. Source: https://github.com/simdjson/simdjson/blob/master/doc/tape.md */
#define SIMDJSON_EXCEPTIONS 0
#include <cstdlib>
#include <cstring>
#include <simdjson.h>

extern "C" {
#include "base/alloc.h"
#include "base/arena.h"
#include "value/json.h"
}

#include "entries_priv.h"
#include "json_syntax_priv.h"

namespace
{

constexpr uint64_t payload_mask = 0x00FFFFFFFFFFFFFF;
constexpr uint32_t count_saturated = 0xFFFFFF;

/* Walks the tape once, from left to right, and builds the tree in the arena. */
class builder
{
  public:
    builder(plim_arena *arena, const simdjson::dom::document &document)
        : arena_(arena), tape_(document.tape.get()), strings_(copy_strings(document))
    {
    }

    struct value build()
    {
        at_ = 1; /* behind the root */
        struct value root;
        read(&root);
        return root;
    }

  private:
    plim_arena *arena_;
    const uint64_t *tape_;
    const char *strings_; /* simdjson's string buffer: length, text, NUL, one after the other */
    size_t at_ = 0;

    static char type_of(uint64_t word)
    {
        return static_cast<char>(word >> 56);
    }

    static bool is_number_tag(uint64_t word)
    {
        char type = type_of(word);
        return (word & payload_mask) == 0 && (type == 'l' || type == 'u' || type == 'd');
    }

    /* How many words of the tape a scalar takes. */
    static size_t words(uint64_t word)
    {
        return is_number_tag(word) ? 2 : 1;
    }

    /* Whether tape_[i] opens a string. False also when that cannot be told from a number's second
     * word without reading from the start. */
    bool is_surely_string(size_t i) const
    {
        return type_of(tape_[i]) == '"' && !is_number_tag(tape_[i - 1]);
    }

    size_t find_last_string(size_t end) const
    {
        size_t i = end - 1;
        while (i > 0 && type_of(tape_[i]) != '"')
            i--;
        if (i == 0 || is_surely_string(i))
            return i;
        size_t last = 0;
        for (size_t at = 1; at < end; at += words(tape_[at]))
            if (type_of(tape_[at]) == '"')
                last = at;
        return last;
    }

    /* All strings at once: one copy instead of one for each. */
    const char *copy_strings(const simdjson::dom::document &document)
    {
        size_t end = static_cast<size_t>(tape_[0] & payload_mask);
        size_t last = find_last_string(end);
        if (last == 0)
            return nullptr;
        size_t offset = static_cast<size_t>(tape_[last] & payload_mask);
        uint32_t len = 0;
        std::memcpy(&len, document.string_buf.get() + offset, sizeof(len));
        size_t used = offset + sizeof(len) + len + 1;
        void *copy = plim_arena_take(arena_, used);
        std::memcpy(copy, document.string_buf.get(), used);
        return static_cast<const char *>(copy);
    }

    void read_string(struct value *out)
    {
        const char *text = strings_ + (tape_[at_++] & payload_mask);
        uint32_t len = 0;
        std::memcpy(&len, text, sizeof(len));
        out->kind = VALUE_STRING;
        out->len = len;
        out->text = text + sizeof(len);
    }

    /* Children of the container that opens at at_. */
    uint32_t count_children()
    {
        uint64_t word = tape_[at_];
        uint32_t count = static_cast<uint32_t>(word >> 32) & count_saturated;
        if (count < count_saturated)
            return count;
        count = 0;
        size_t end = static_cast<uint32_t>(word) - 1;
        bool is_map = type_of(word) == '{';
        for (size_t at = at_ + 1; at < end; count++) {
            at += is_map ? 1 : 0;
            char type = type_of(tape_[at]);
            if (type == '{' || type == '[')
                at = static_cast<uint32_t>(tape_[at]);
            else
                at += words(tape_[at]);
        }
        return count;
    }

    void read_list(struct value *out)
    {
        uint32_t len = count_children();
        auto *items =
            static_cast<struct value *>(plim_arena_take(arena_, len * sizeof(struct value)));
        at_++;
        for (uint32_t i = 0; i < len; i++)
            read(&items[i]);
        at_++;
        out->kind = VALUE_LIST;
        out->len = len;
        out->items = items;
    }

    void read_map(struct value *out)
    {
        uint32_t len = count_children();
        auto *entries =
            static_cast<value_entry *>(plim_arena_take(arena_, len * sizeof(value_entry)));
        at_++;
        for (uint32_t i = 0; i < len; i++) {
            entries[i].key = {};
            read_string(&entries[i].key);
            read(&entries[i].value);
        }
        at_++;
        out->kind = VALUE_MAP;
        if (len > 1)
            len = static_cast<uint32_t>(value_entries_keep_last(entries, nullptr, len));
        out->len = len;
        out->entries = entries;
    }

    void read_number(struct value *out, value_kind kind)
    {
        out->kind = static_cast<uint8_t>(kind);
        std::memcpy(&out->unsigned_integer, &tape_[at_ + 1], sizeof(uint64_t));
        at_ += 2;
    }

    void read_atom(struct value *out, value_kind kind, bool boolean)
    {
        out->kind = static_cast<uint8_t>(kind);
        out->boolean = boolean;
        at_++;
    }

    void read(struct value *out)
    {
        *out = {};
        switch (type_of(tape_[at_])) {
        case '"':
            return read_string(out);
        case '{':
            return read_map(out);
        case '[':
            return read_list(out);
        case 'l':
            return read_number(out, VALUE_INT);
        case 'u':
            return read_number(out, VALUE_UINT);
        case 'd':
            return read_number(out, VALUE_DOUBLE);
        case 't':
            return read_atom(out, VALUE_BOOL, true);
        case 'f':
            return read_atom(out, VALUE_BOOL, false);
        default:
            return read_atom(out, VALUE_NULL, false);
        }
    }
};

} // namespace

struct value_json_reader {
    simdjson::dom::parser parser;
};

namespace
{

/* Grows by doubling, so that pages of slightly different sizes do not each allocate anew. */
simdjson::error_code reserve(simdjson::dom::parser &parser, size_t len)
{
    constexpr size_t least = 4096;
    if (parser.capacity() >= len && parser.doc.capacity() >= len)
        return simdjson::SUCCESS;
    size_t wanted = parser.capacity() * 2;
    wanted = wanted > len ? wanted : len;
    wanted = wanted > least ? wanted : least;
    wanted = wanted < parser.max_capacity() ? wanted : parser.max_capacity();
    simdjson::error_code failed = parser.allocate(wanted, VALUE_JSON_DEPTH_MAX);
    return failed ? failed : parser.doc.allocate(wanted);
}

simdjson::error_code parse(simdjson::dom::parser &parser, plim_str text)
{
    if (text.len > parser.max_capacity())
        return simdjson::CAPACITY;
    simdjson::error_code failed = reserve(parser, text.len);
    if (failed)
        return failed;
    return parser.parse(text.text, text.len, false).error();
}

/* simdjson refuses integers beyond 64 bits: they are given a fraction and become doubles. */
simdjson::error_code parse_wide_integers(simdjson::dom::parser &parser, plim_str text)
{
    plim_buf widened = {};
    value_json_widen_integers(text, &widened);
    size_t len = widened.len;
    plim_buf_repeat(&widened, " ", VALUE_JSON_PADDING);
    simdjson::error_code failed =
        widened.failed ? simdjson::CAPACITY : parse(parser, plim_str{widened.text, len});
    plim_buf_release(&widened);
    return failed;
}

plim_code describe(simdjson::error_code failed, plim_str text, plim_err *err)
{
    if (failed == simdjson::MEMALLOC)
        std::abort();
    if (failed == simdjson::CAPACITY)
        return plim_err_set(err, PLIM_LIMIT, "JSON of %zu bytes is larger than 4 GiB", text.len);
    if (failed == simdjson::DEPTH_ERROR)
        return plim_err_set(err, PLIM_LIMIT, "JSON is nested deeper than %d levels",
                            static_cast<int>(VALUE_JSON_DEPTH_MAX));
    if (failed == simdjson::EMPTY)
        return plim_err_set(err, PLIM_INVALID, "JSON is empty");
    return value_json_describe_syntax(text, err);
}

} // namespace

extern "C" {

struct value_json_reader *value_json_reader_new(void)
{
    return new value_json_reader;
}

void value_json_reader_free(struct value_json_reader *reader)
{
    delete reader;
}

enum plim_code value_json_reader_read(struct value_json_reader *reader, struct plim_arena *arena,
                                      struct plim_str text, struct value *value_out,
                                      struct plim_err *err)
{
    simdjson::error_code failed = parse(reader->parser, text);
    if (failed == simdjson::NUMBER_ERROR)
        failed = parse_wide_integers(reader->parser, text);
    if (failed)
        return describe(failed, text, err);
    *value_out = builder(arena, reader->parser.doc).build();
    return PLIM_OK;
}

enum plim_code value_json_read(struct plim_arena *arena, struct plim_str text,
                               struct value *value_out, struct plim_err *err)
{
    plim_buf padded = {};
    plim_buf_append_str(&padded, text);
    plim_buf_repeat(&padded, " ", VALUE_JSON_PADDING);
    value_json_reader reader;
    plim_code code = padded.failed ? describe(simdjson::CAPACITY, text, err)
                                   : value_json_reader_read(&reader, arena, {padded.text, text.len},
                                                            value_out, err);
    plim_buf_release(&padded);
    return code;
}

} /* extern "C" */
