/* Names: what stays of them, and what stands for the rest. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hmac.h"

#include "redact_priv.h"
#include "redact_shape_priv.h"
#include "redact_words_priv.h"

enum {
    MEMO_TEXTS_MAX = 50000,
    PORT_DIGITS = 5,
};

struct snapshot_redactor *snapshot_redactor_new(struct plim_str key)
{
    struct snapshot_redactor *redactor = plim_calloc(1, sizeof(*redactor));
    redactor->hmac = plim_hmac_new(key);
    redactor->arena = plim_arena_new();
    return redactor;
}

void snapshot_redactor_free(struct snapshot_redactor *redactor)
{
    if (!redactor)
        return;
    plim_hmac_free(redactor->hmac);
    snapshot_memo_release(&redactor->memo);
    plim_arena_free(redactor->arena);
    free(redactor);
}

void snapshot_redactor_freep(struct snapshot_redactor **redactor)
{
    snapshot_redactor_free(*redactor);
}

void snapshot_redactor_rest(struct snapshot_redactor *redactor)
{
    enum { ARENA_BYTES_MAX = 32 * 1024 * 1024 };
    if (redactor->memo.len < MEMO_TEXTS_MAX && plim_arena_bytes(redactor->arena) < ARENA_BYTES_MAX)
        return;
    snapshot_memo_release(&redactor->memo);
    plim_arena_reset(redactor->arena);
}

/* ---- Pseudonyms. */

static struct plim_str write_hexadecimal(struct snapshot_redactor *redactor, const char *label,
                                         struct plim_str text, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[PLIM_HMAC_BYTES];
    char *made = plim_arena_alloc(redactor->arena, len + 1);
    plim_hmac_digest(redactor->hmac, label, text, digest);
    for (size_t i = 0; i < len; i++)
        made[i] = digits[digest[i / 2] >> (i % 2 > 0 ? 0 : 4) & 0xf];
    return (struct plim_str){made, len};
}

struct plim_str snapshot_redact_fingerprint(struct snapshot_redactor *redactor)
{
    return write_hexadecimal(redactor, "fingerprint", PLIM_STR("plimsoll snapshot"), 16);
}

/* RFC 4648, base 32, in lower case: a DNS label with a letter in front. */
static struct plim_str make_pseudonym(struct snapshot_redactor *redactor, struct plim_str text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    unsigned char digest[PLIM_HMAC_BYTES];
    char *made = plim_arena_alloc(redactor->arena, SNAPSHOT_PSEUDONYM_BYTES + 1);
    plim_hmac_digest(redactor->hmac, "name", text, digest);
    made[0] = 'n';
    made[1] = '-';
    for (size_t i = 0; i + 2 < SNAPSHOT_PSEUDONYM_BYTES; i++) {
        size_t bit = 5 * i;
        unsigned pair = (unsigned)digest[bit / 8] << 8 | digest[bit / 8 + 1];
        made[i + 2] = letters[pair >> (11 - bit % 8) & 0x1f];
    }
    return (struct plim_str){made, SNAPSHOT_PSEUDONYM_BYTES};
}

/* Looks random wherever it is kept as it is: a UUID stays one, a digest too. */
static struct plim_str make_uuid(struct snapshot_redactor *redactor, struct plim_str text)
{
    struct plim_str digits = write_hexadecimal(redactor, "uuid", text, 32);
    char *made =
        plim_arena_printf(redactor->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", digits.text,
                          digits.text + 8, digits.text + 12, digits.text + 16, digits.text + 20);
    return plim_str_from(made);
}

static bool says_nothing(struct plim_str text)
{
    return text.len == 0 || plim_str_is(text, "true") || plim_str_is(text, "false");
}

struct plim_str snapshot_redact_whole(struct snapshot_redactor *redactor, struct plim_str text)
{
    return says_nothing(text) ? text : make_pseudonym(redactor, text);
}

struct plim_str snapshot_redact_remark(struct plim_str text)
{
    return text.len == 0 ? text : PLIM_STR("redacted");
}

/* ---- Parts. */

/* Variables that tell that a workload uses a database (audit/subject_applications.c), and names
 * that only Kubernetes itself may give: what tells it stays, before and behind the pseudonym. */
static const struct {
    struct plim_str before, behind;
} affixes[] = {
    {{"kube-", 5}, {NULL, 0}},   {{NULL, 0}, {"_DATABASE_URL", 13}}, {{NULL, 0}, {"_DB_HOST", 8}},
    {{NULL, 0}, {"_DSN", 4}},    {{"POSTGRES_", 9}, {NULL, 0}},      {{"MYSQL_", 6}, {NULL, 0}},
    {{"MONGO", 5}, {"_URI", 4}}, {{"MONGO", 5}, {"_URL", 4}},
};

static bool stays_as_variable(struct plim_str part)
{
    static const char *const whole[] = {"DATABASE_URL", "DB_HOST", "PGHOST", "MONGO_URI",
                                        "MONGO_URL"};
    for (size_t i = 0; i < PLIM_LEN(whole); i++) {
        if (plim_str_is(part, whole[i]))
            return true;
    }
    return false;
}

static struct plim_str make_affixed(struct snapshot_redactor *redactor, struct plim_str part)
{
    for (size_t i = 0; i < PLIM_LEN(affixes); i++) {
        struct plim_str before = affixes[i].before;
        struct plim_str behind = affixes[i].behind;
        if (part.len <= before.len + behind.len || !plim_str_starts(part, before) ||
            !plim_str_ends(part, behind))
            continue;
        struct plim_str made = make_pseudonym(redactor, part);
        return plim_str_from(plim_arena_printf(redactor->arena, "%.*s%.*s%.*s",
                                               PLIM_STR_ARG(before), PLIM_STR_ARG(made),
                                               PLIM_STR_ARG(behind)));
    }
    return make_pseudonym(redactor, part);
}

static bool is_part_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '-' || byte == '_';
}

/* Only separators: "-", "..". */
static bool has_letters(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (isalnum((unsigned char)text.text[i]))
            return true;
    }
    return false;
}

/* Where a part stands. */
struct surroundings {
    bool domain; /* in front of a domain of well-known projects: "toolkit.fluxcd.io" */
    bool system; /* behind "system:" */
    char before; /* the byte in front of it, or zero */
};

static bool part_stays(struct plim_str part, const struct surroundings *around)
{
    bool port = around->before == ':' && part.len <= PORT_DIGITS && snapshot_shape_is_digits(part);
    bool known = around->domain && snapshot_word_is(SNAPSHOT_WORDS_DOMAIN_PARTS, part);
    return port || known || !has_letters(part) || snapshot_word_is(SNAPSHOT_WORDS_NAMES, part) ||
           (around->system && snapshot_word_is(SNAPSHOT_WORDS_SYSTEM, part)) ||
           snapshot_shape_is_api_version(part) || stays_as_variable(part);
}

/* Bytes of what a controller put behind a name and a dash: "cart-5d8f76c9b4", "backup-29756160". By
 * such names pods are joined with Deployments and CronJobs (resource/metadata.c). 0: nothing. */
static size_t measure_ending(struct plim_str part)
{
    size_t len = 0;
    while (len < part.len && part.text[part.len - len - 1] != '-')
        len++;
    struct plim_str ending = {part.text + part.len - len, len};
    bool behind_name = len + 1 < part.len;
    return behind_name &&
                   (snapshot_shape_is_safe(ending) || snapshot_shape_is_schedule_time(ending))
               ? len
               : 0;
}

static void add_part(struct snapshot_redactor *redactor, struct plim_str part,
                     const struct surroundings *around, struct plim_buf *out)
{
    struct plim_str made = part;
    bool stays = part_stays(part, around);
    size_t ending = stays || snapshot_shape_is_uuid(part) ? 0 : measure_ending(part);
    if (ending > 0) {
        struct plim_str last = {part.text + part.len - ending, ending};
        add_part(redactor, (struct plim_str){part.text, part.len - ending - 1}, around, out);
        plim_buf_append_char(out, '-');
        plim_buf_append_str(out,
                            snapshot_shape_is_safe(last) ? make_pseudonym(redactor, last) : last);
        return;
    }
    if (snapshot_shape_is_digest(part))
        made = write_hexadecimal(redactor, "digest", part, part.len);
    else if (snapshot_shape_is_uuid(part))
        made = make_uuid(redactor, part);
    else if (!stays)
        made = make_affixed(redactor, part);
    plim_buf_append_str(out, made);
}

/* Bytes at the end of a dotted text that are a domain of well-known projects, or a group. */
static size_t measure_domain(struct plim_str text)
{
    for (size_t at = 0; at < text.len; at++) {
        struct plim_str rest = {text.text + at, text.len - at};
        bool begins = at == 0 || text.text[at - 1] == '.';
        if (begins && memchr(rest.text, '.', rest.len) &&
            (snapshot_word_is(SNAPSHOT_WORDS_DOMAINS, rest) ||
             snapshot_word_is(SNAPSHOT_WORDS_KINDS, rest)))
            return rest.len;
    }
    return 0;
}

/* What stands between separators other than the dot. */
static void add_segment(struct snapshot_redactor *redactor, struct plim_str segment,
                        struct surroundings around, struct plim_buf *out)
{
    bool dotted = segment.len > 0 && memchr(segment.text, '.', segment.len);
    if (dotted && snapshot_word_is(SNAPSHOT_WORDS_NAMES, segment)) {
        plim_buf_append_str(out, segment);
        return;
    }
    if (dotted && snapshot_shape_is_address(segment)) {
        plim_buf_append_str(out, make_pseudonym(redactor, segment));
        return;
    }
    size_t domain = dotted ? measure_domain(segment) : 0;
    around.domain = domain > 0;
    struct plim_str rest = {segment.text, segment.len - domain};
    while (rest.len > 0) {
        struct plim_str part = {0};
        bool more = plim_str_cut(&rest, '.', &part);
        add_part(redactor, part, &around, out);
        around.before = '.';
        if (more)
            plim_buf_append_char(out, '.');
    }
    plim_buf_append(out, segment.text + segment.len - domain, domain);
}

static void add_segments(struct snapshot_redactor *redactor, struct plim_str text, bool system,
                         struct plim_buf *out)
{
    size_t at = 0;
    while (at < text.len) {
        size_t begin = at;
        while (at < text.len && (is_part_byte(text.text[at]) || text.text[at] == '.'))
            at++;
        struct surroundings around = {.system = system};
        if (begin > 0)
            around.before = text.text[begin - 1];
        if (at > begin)
            add_segment(redactor, (struct plim_str){text.text + begin, at - begin}, around, out);
        if (at < text.len)
            plim_buf_append_char(out, text.text[at++]);
    }
}

/* ---- The whole. */

/* Texts of other bytes are no names with parts, but prose or data. */
static bool is_composed(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_part_byte(text.text[i]) && !strchr("./:@,=+*?&#~%[]{}()$!;^|", text.text[i]))
            return false;
        if (text.text[i] == '\0')
            return false;
    }
    return text.len <= SNAPSHOT_REDACT_TEXT_MAX;
}

/* "10.0.0.0/8", "fd00::/64": the address is one name, the mask stays. */
static bool add_network(struct snapshot_redactor *redactor, struct plim_str text,
                        struct plim_buf *out)
{
    struct plim_str mask = text;
    struct plim_str address = {0};
    bool masked = plim_str_cut(&mask, '/', &address);
    if (!snapshot_shape_is_address(address) ||
        (masked && (mask.len > 3 || !snapshot_shape_is_digits(mask))))
        return false;
    plim_buf_append_str(out, make_pseudonym(redactor, address));
    if (masked)
        plim_buf_append_char(out, '/');
    plim_buf_append_str(out, mask);
    return true;
}

/* "sh.helm.release.v1.NAME.v3": who is asked for releases reads them from such names. */
static bool add_release(struct snapshot_redactor *redactor, struct plim_str text,
                        struct plim_buf *out)
{
    static const struct plim_str prefix = {"sh.helm.release.v1.", 19};
    if (!plim_str_starts(text, prefix))
        return false;
    struct plim_str name = {text.text + prefix.len, text.len - prefix.len};
    size_t end = name.len;
    while (end > 0 && name.text[end - 1] != '.')
        end--;
    struct plim_str revision = {name.text + end, name.len - end};
    bool counted = end > 1 && revision.len > 1 && revision.text[0] == 'v' &&
                   snapshot_shape_is_digits((struct plim_str){revision.text + 1, revision.len - 1});
    if (counted)
        name.len = end - 1;
    plim_buf_append_str(out, prefix);
    add_segments(redactor, name, false, out);
    if (counted)
        plim_buf_append(out, name.text + name.len, revision.len + 1);
    return true;
}

static void make_name(struct snapshot_redactor *redactor, struct plim_str text,
                      struct plim_buf *out)
{
    static const struct plim_str system = {"system:", 7};
    if (snapshot_word_is(SNAPSHOT_WORDS_NAMES, text) || says_nothing(text)) {
        plim_buf_append_str(out, text);
    } else if (!is_composed(text)) {
        plim_buf_append_str(out, make_pseudonym(redactor, text));
    } else if (plim_str_starts(text, system)) {
        plim_buf_append_str(out, system);
        add_segments(redactor, (struct plim_str){text.text + system.len, text.len - system.len},
                     true, out);
    } else if (!add_network(redactor, text, out) && !add_release(redactor, text, out)) {
        add_segments(redactor, text, false, out);
    }
}

struct plim_str snapshot_redact_name(struct snapshot_redactor *redactor, struct plim_str text)
{
    if (text.len == 0)
        return text;
    const struct plim_str *known = snapshot_memo_find(&redactor->memo, text);
    if (known)
        return *known;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    make_name(redactor, text, &out);
    struct plim_str made = plim_arena_copy_str(redactor->arena, plim_buf_str(&out));
    snapshot_memo_add(&redactor->memo, plim_arena_copy_str(redactor->arena, text), made);
    return made;
}
