/* The catalogue as one file for a browser. */
#include "policy/example.h"

#include "catalogue_priv.h"

static const char head[] =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    "<title>Policies</title><style>\n"
    ":root{color-scheme:light dark;--ink:#12263a;--soft:#5b6b7b;--line:#d7dee6;--page:#f6f8fa;"
    "--card:#fff;--water:#1f6fb2;--fail:#b3261e;--warn:#8f5d12;--pass:#2b7a4b;--unk:#5f6c79}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--line:#2c3742;"
    "--page:#0f1720;--card:#17212b;--water:#5aa9e6;--fail:#c9433b;--warn:#9a6b1f;--pass:#56d364;"
    "--unk:#5f6c79}}\n"
    "*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);"
    "font:15px/1.5 system-ui,\"Segoe UI\",Roboto,sans-serif}\n"
    "main{max-width:1180px;margin:0 auto;padding:28px 24px 60px}"
    "header{display:flex;flex-wrap:wrap;gap:16px;align-items:center;margin-bottom:16px}\n"
    "h1{font-size:22px;margin:0;font-weight:650}h2{font-size:17px;margin:28px 0 10px}"
    "h3{font-size:15px;margin:0;font-weight:650}p{margin:8px "
    "0;max-width:88ch;overflow-wrap:anywhere}\n"
    "nav{display:flex;flex-wrap:wrap;gap:6px 14px;font-size:14px}a{color:var(--water);"
    "text-decoration:none}a:hover{text-decoration:underline}\n"
    ".card{background:var(--card);border:1px solid var(--line);border-radius:10px;"
    "padding:14px 20px;margin-bottom:12px}.soft{color:var(--soft);font-size:13px}\n"
    ".top{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}"
    ".b{display:inline-block;min-width:62px;padding:0 7px;border-radius:4px;font-size:12px;"
    "font-weight:650;color:#fff;text-align:center}.critical,.high{background:var(--fail)}"
    ".medium{background:var(--warn)}.low,.info{background:var(--unk)}\n"
    "code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace}"
    "pre{margin:8px 0;padding:10px 12px;background:var(--page);border-radius:6px;overflow:auto}"
    "summary{cursor:pointer;color:var(--water);font-size:14px}\n"
    ".two{display:grid;grid-template-columns:1fr 1fr;gap:12px}@media(max-width:900px){.two{"
    "grid-template-columns:1fr}}.two>div{min-width:0}\n"
    "input{font:inherit;padding:5px 10px;border:1px solid var(--line);border-radius:6px;"
    "background:var(--page);color:var(--ink);width:260px;margin-left:auto}\n"
    "</style></head><body><main><header><h1>Policies</h1>";

static const char tail[] =
    "</main><script>\n"
    "const find=document.getElementById('find');\n"
    "find.addEventListener('input',()=>{const text=find.value.toLowerCase();\n"
    "for(const section of document.querySelectorAll('section')){let any=false;\n"
    "for(const card of section.querySelectorAll('.card')){\n"
    "const shown=card.textContent.toLowerCase().includes(text);card.hidden=!shown;any=any||shown}\n"
    "section.hidden=!any}});\n"
    "</script></body></html>\n";

static void add_text(struct plim_buf *buf, struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.text[i]) {
        case '&':
            plim_buf_append_c(buf, "&amp;");
            break;
        case '<':
            plim_buf_append_c(buf, "&lt;");
            break;
        case '>':
            plim_buf_append_c(buf, "&gt;");
            break;
        case '"':
            plim_buf_append_c(buf, "&quot;");
            break;
        default:
            plim_buf_append_char(buf, text.text[i]);
        }
    }
}

static void add_element(struct plim_buf *buf, const char *open, struct plim_str text,
                        const char *close)
{
    plim_buf_append_c(buf, open);
    add_text(buf, text);
    plim_buf_append_c(buf, close);
}

static void add_labels(const struct catalogue *catalogue, const struct policy_info *policy,
                       struct plim_buf *buf)
{
    struct catalogue_label labels[CATALOGUE_LABELS];
    catalogue_labels(catalogue, policy, labels);
    plim_buf_append_c(buf, "<p class=\"soft\">");
    for (size_t i = 0; i < CATALOGUE_LABELS - 1; i++) {
        bool said = plim_str_is(PLIM_STR("severity"), labels[i].name) || !labels[i].text[0];
        if (said)
            continue;
        plim_buf_printf(buf, "%s ", labels[i].name);
        add_element(buf, "<code>", plim_str_from(labels[i].text), "</code> &nbsp; ");
    }
    plim_buf_append_c(buf, "</p>");
}

/* Only what a browser may follow; other schemes stay texts. */
static void add_reference(struct plim_buf *buf, struct plim_str url)
{
    bool link =
        plim_str_starts(url, PLIM_STR("https://")) || plim_str_starts(url, PLIM_STR("http://"));
    if (link) {
        add_element(buf, "<p class=\"soft\"><a href=\"", url, "\">");
        add_element(buf, "", url, "</a></p>");
    } else {
        add_element(buf, "<p class=\"soft\">", url, "</p>");
    }
}

static void add_example(struct plim_buf *buf, const char *title, struct plim_str text)
{
    plim_buf_printf(buf, "<div><span class=\"soft\">%s</span>", title);
    add_element(buf, "<pre>", text, "</pre></div>");
}

static void add_examples(const struct catalogue *catalogue, const struct policy_info *policy,
                         struct plim_buf *buf)
{
    struct plim_str fails = policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_FAIL);
    struct plim_str passes = policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_PASS);
    if (fails.len + passes.len == 0)
        return;
    plim_buf_append_c(buf, "<details><summary>Examples</summary><div class=\"two\">");
    add_example(buf, "Fails", fails);
    add_example(buf, "Passes", passes);
    plim_buf_append_c(buf, "</div></details>");
}

static void add_policy(const struct catalogue *catalogue, const struct policy_info *policy,
                       struct plim_buf *buf)
{
    add_element(buf, "<div class=\"card\" id=\"", policy->id, "\"><div class=\"top\">");
    const char *severity = finding_severity_names[policy->severity];
    plim_buf_printf(buf, "<span class=\"b %s\">%s</span>", severity, severity);
    add_element(buf, "<h3><a href=\"#", policy->id, "\">");
    add_element(buf, "", policy->id, "</a></h3>");
    add_element(buf, "<span>", policy->title, "</span></div>");
    add_element(buf, "<p>", policy->why, "</p>");
    add_element(buf, "<p>", policy->remediation, "</p>");
    for (size_t i = 0; i < value_len(policy->params); i++) {
        struct catalogue_param param = catalogue_param_at(catalogue->arena, policy, i);
        add_element(buf, "<p class=\"soft\">parameter <code>", param.name, ": ");
        add_element(buf, "", plim_str_from(param.otherwise), "</code> ");
        add_element(buf, "", param.description, "</p>");
    }
    add_labels(catalogue, policy, buf);
    for (size_t i = 0; i < value_len(policy->references); i++)
        add_reference(buf, value_str(value_at(policy->references, i)));
    add_examples(catalogue, policy, buf);
    plim_buf_append_c(buf, "</div>\n");
}

static size_t count_in(const struct catalogue *catalogue, struct plim_str category)
{
    size_t count = 0;
    for (size_t i = 0; i < policy_set_len(catalogue->set); i++)
        count += plim_str_equal(policy_set_at(catalogue->set, i)->category, category);
    return count;
}

static void add_section(const struct catalogue *catalogue, struct plim_str category,
                        struct plim_buf *buf)
{
    add_element(buf, "<section><h2 id=\"", category, "\">");
    add_element(buf, "", category, "</h2>\n");
    for (size_t i = 0; i < policy_set_len(catalogue->set); i++) {
        const struct policy_info *policy = policy_set_at(catalogue->set, i);
        if (plim_str_equal(policy->category, category))
            add_policy(catalogue, policy, buf);
    }
    plim_buf_append_c(buf, "</section>\n");
}

void catalogue_write_html(const struct catalogue *catalogue, struct plim_buf *buf)
{
    plim_buf_append_c(buf, head);
    plim_buf_printf(buf,
                    "<span class=\"soft\">%zu</span><input id=\"find\" type=\"search\" "
                    "placeholder=\"Search\" aria-label=\"Search\"></header><nav>",
                    policy_set_len(catalogue->set));
    for (size_t i = 0; catalogue_category_at(catalogue, i).len > 0; i++) {
        struct plim_str category = catalogue_category_at(catalogue, i);
        add_element(buf, "<a href=\"#", category, "\">");
        add_text(buf, category);
        plim_buf_printf(buf, " <span class=\"soft\">%zu</span></a>", count_in(catalogue, category));
    }
    plim_buf_append_c(buf, "</nav>\n");
    for (size_t i = 0; catalogue_category_at(catalogue, i).len > 0; i++)
        add_section(catalogue, catalogue_category_at(catalogue, i), buf);
    plim_buf_append_c(buf, tail);
}
