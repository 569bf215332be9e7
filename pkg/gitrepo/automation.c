#include <ctype.h>
#include <string.h>

#include "gitrepo/facts.h"

enum { PERSON_MAX = 256 };

/* Names and addresses that programs sign with, lower case. Where the pattern starts or ends with a
 * letter it must stand as a word of its own: "cindy@example.org" is not "ci". */
static const char *const patterns[] = {
    "[bot]",
    "-bot",
    "bot@",
    "bot",
    "ci@",
    "-ci",
    "ci-",
    "ci",
    "github-actions",
    "github actions",
    "gitlab-ci",
    "gitlab-runner",
    "project-runner",
    "gitlab",
    "renovate",
    "renovate-bot",
    "dependabot",
    "jenkins",
    "release-please",
    "semantic-release",
    "semantic-release-bot",
    "argocd-image-updater",
    "argocd",
    "fluxcd",
    "fluxcdbot",
    "image-updater",
    "weaveworks",
    "circleci",
    "teamcity",
    "buildkite",
    "drone",
    "tekton",
    "azure-pipelines",
    "google-cloud-build",
    "cloudbuild",
    "goreleaser",
    "goreleaserbot",
    "automation",
    "svc-git",
};

static bool is_word_byte(char byte)
{
    return isalnum((unsigned char)byte) != 0;
}

static bool stands_alone(const char *text, const char *found, size_t len)
{
    bool opens = !is_word_byte(found[0]) || found == text || !is_word_byte(found[-1]);
    bool closes = !is_word_byte(found[len - 1]) || !is_word_byte(found[len]);
    return opens && closes;
}

static bool contains_pattern(const char *text)
{
    char lower[PERSON_MAX];
    size_t len = 0;
    for (; text[len] && len < sizeof(lower) - 1; len++)
        lower[len] = (char)tolower((unsigned char)text[len]);
    lower[len] = '\0';
    for (size_t i = 0; i < PLIM_LEN(patterns); i++) {
        size_t pattern_len = strlen(patterns[i]);
        for (const char *at = lower; (at = strstr(at, patterns[i])) != NULL; at++)
            if (stands_alone(lower, at, pattern_len))
                return true;
    }
    return false;
}

/* The domain says where someone works, not what they are: "ann@gitlab.example.org" is a person. */
static bool is_address_of_program(const char *email)
{
    char local[PERSON_MAX];
    size_t len = strcspn(email, "@");
    if (len > sizeof(local) - 2)
        len = sizeof(local) - 2;
    memcpy(local, email, len);
    local[len] = email[len] == '@' ? '@' : '\0';
    local[len + 1] = '\0';
    return contains_pattern(local);
}

bool gitrepo_is_automation(const char *name, const char *email)
{
    return (name && contains_pattern(name)) || (email && is_address_of_program(email));
}
