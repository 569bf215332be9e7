#include "support/plim_check.h"

#include "list_head_priv.h"

static const struct {
    const char *body;
    bool known;
    const char *token;
} heads[] = {
    {"{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"12\","
     "\"continue\":\"abc\",\"remainingItemCount\":5},\"items\":[",
     true, "abc"},
    {"{\"metadata\":{\"resourceVersion\":\"12\"},\"items\":[]}", true, ""},
    {" {\n\"metadata\" : { } ,", true, ""},
    {"{\"metadata\":{\"continue\":\"\"},", true, ""},
    {"{\"metadata\":{\"continue\":null},", true, ""},
    /* Not written like that by any API server: the whole must be decoded. */
    {"{\"items\":[{\"metadata\":{\"continue\":\"no\"}}],\"metadata\":{\"continue\":\"abc\"}}",
     false, ""},
    {"{\"metadata\":{\"managedFields\":[],\"continue\":\"abc\"}", false, ""},
    {"{\"metadata\":{\"continue\":\"a\\u0062c\"},", false, ""},
    {"{\"metadata\":{\"continue\":\"a b\"},", false, ""},
    {"{\"metadata\":null,", false, ""},
    {"{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"ab", false, ""},
    {"{\"kind\":\"PodList\"}", false, ""},
    {"{}", false, ""},
    {"[]", false, ""},
    {"", false, ""},
};

START_TEST(the_token_is_found_before_the_items)
{
    struct plim_str token = {0};
    ck_assert_int_eq(kube_list_head_continue(plim_str_from(heads[_i].body), &token),
                     heads[_i].known);
    ck_assert(plim_str_is(token, heads[_i].token));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_token_is_found_before_the_items, 0, PLIM_LEN(heads));
}

PLIM_CHECK_MAIN("kube.list_head", add_cases)
