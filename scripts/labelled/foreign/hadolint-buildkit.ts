// hadolint's and BuildKit's ids; see ../foreign-ids.ts for the form.

/** hadolint 2.15, with the ids of earlier releases that stand in comments. Source: its src/Hadolint/Rule. */
export const hadolintIds = `
DL1001 | style | An inline ignore | A project says with \`requireReasons\` whether its comments need a reason; forbidding them is its own business.
DL3000 | correctness | WORKDIR that is not absolute
DL3001 | style | Commands that make no sense in a container | What a command is good for in a build is not to be told from its name.
DL3002 | security | The last USER is root
DL3003 | style | \`cd\` instead of WORKDIR | The image is the same.
DL3004 | security | sudo
DL3005 | security | apt-get dist-upgrade
DL3006 | security | An image without a tag
DL3007 | security | The tag latest
DL3008 | security | apt packages without a version
DL3009 | size | apt's lists are kept
DL3010 | style | COPY and tar instead of ADD for an archive | The image is the same, and which of the two is clearer is a matter of taste.
DL3011 | correctness | A port out of range
DL3012 | correctness | Several HEALTHCHECKs
DL3013 | security | pip packages without a version
DL3014 | correctness | apt-get without -y
DL3015 | size | apt-get without --no-install-recommends
DL3016 | security | npm packages without a version
DL3017 | security | apk upgrade
DL3018 | security | apk packages without a version
DL3019 | size | apk without --no-cache
DL3020 | correctness | ADD instead of COPY
DL3021 | correctness | COPY of several files to a name without a slash
DL3022 | correctness | COPY --from of something that is no stage
DL3023 | correctness | COPY --from of the stage itself
DL3024 | correctness | Two stages of one name
DL3025 | correctness | CMD or ENTRYPOINT in shell form
DL3026 | security | A registry that is not allowed
DL3027 | style | apt instead of apt-get | Both install the same; the command line of apt may change, which a build notices at once.
DL3028 | security | gems without a version
DL3029 | correctness | --platform with a constant
DL3030 | correctness | yum without -y
DL3031 | security | yum update
DL3032 | size | yum without clean
DL3033 | security | yum packages without a version
DL3034 | correctness | zypper without -y
DL3035 | security | zypper dist-upgrade
DL3036 | size | zypper without clean
DL3037 | security | zypper packages without a version
DL3038 | correctness | dnf without -y
DL3039 | security | dnf update
DL3040 | size | dnf without clean
DL3041 | security | dnf packages without a version
DL3042 | size | pip without --no-cache-dir
DL3043 | correctness | ONBUILD with an instruction that is not allowed there
DL3044 | correctness | ENV that uses what it sets
DL3045 | correctness | COPY to a relative path without a WORKDIR
DL3046 | size | useradd with a high number and without -l
DL3047 | style | wget without --progress | It shortens the log and changes nothing in the image.
DL3048 | style | The form of a label's name | A label with any name works; the names that tools read are those of oci-labels-missing.
DL3049 | correctness | A label of the project's schema is missing
DL3050 | style | A label that the schema does not know | Labels beyond those that are asked for harm nobody.
DL3051 | style | An empty label | What a label says is not checked.
DL3052 | style | A label that is no URL | What a label says is not checked.
DL3053 | style | A label that is no time | What a label says is not checked.
DL3054 | style | A label that is no SPDX licence | What a label says is not checked.
DL3055 | style | A label that is no Git hash | What a label says is not checked.
DL3056 | style | A label that is no semantic version | What a label says is not checked.
DL3057 | correctness | No HEALTHCHECK
DL3058 | style | A label that is no e-mail address | What a label says is not checked.
DL3059 | style | Several RUNs in a row | Layers are a choice between the build cache and size that the file's author makes.
DL3060 | size | yarn without cache clean
DL3061 | correctness | An instruction before FROM
DL3062 | security | Go programs without a version
DL3063 | correctness | A stage with a reserved name
DL3064 | security | A secret in ARG or ENV
DL3065 | correctness | --platform=$TARGETPLATFORM
DL3066 | security | USER that is no number
DL3067 | security | The whole file system of a stage is copied
DL4000 | style | MAINTAINER
DL4001 | style | Both wget and curl | Two downloaders are no weakness; what the image does not need is debug-tools-in-final-stage.
DL4003 | correctness | Several CMDs
DL4004 | correctness | Several ENTRYPOINTs
DL4005 | style | ln to change the shell instead of SHELL | Both do what they say; the rules read either.
DL4006 | correctness | A pipe without pipefail
`;

/** BuildKit's build checks, Dockerfile syntax 1.26. Source: its frontend/dockerfile/linter/ruleset.go. */
export const buildkitIds = `
StageNameCasing | style | Stage names in capitals | Stage names are told apart without their case.
FromAsCasing | style | FROM and as in different case | The case of keywords means nothing.
NoEmptyContinuation | style | An empty line inside an instruction | BuildKit reads over it; blank lines are the formatter's.
ConsistentInstructionCasing | style | Keywords in different case | The case of keywords means nothing.
DuplicateStageName | correctness | Two stages of one name
ReservedStageName | correctness | A stage with a reserved name
JSONArgsRecommended | correctness | CMD or ENTRYPOINT in shell form
MaintainerDeprecated | style | MAINTAINER
UndefinedArgInFrom | correctness | FROM with an argument that is not declared
WorkdirRelativePath | correctness | WORKDIR that is not absolute
UndefinedVar | correctness | A variable that nothing sets
MultipleInstructionsDisallowed | correctness | Several CMDs, ENTRYPOINTs or HEALTHCHECKs
LegacyKeyValueFormat | style | ENV and LABEL without an equals sign | It means the same, and BuildKit goes on reading it.
InvalidBaseImagePlatform | correctness | The base image is of another platform than asked for | Only the registry knows the platforms of an image, and the check asks no registry.
RedundantTargetPlatform | correctness | --platform=$TARGETPLATFORM
SecretsUsedInArgOrEnv | security | A secret in ARG or ENV
InvalidDefaultArgInFrom | correctness | FROM whose argument has no usable default
FromPlatformFlagConstDisallowed | correctness | --platform with a constant
CopyIgnoredFile | correctness | COPY of a file that .dockerignore leaves out
InvalidDefinitionDescription | style | The form of comments above ARG and FROM | It is off by default in BuildKit and concerns only what \`docker build --call\` prints.
ExposeProtoCasing | style | EXPOSE with a protocol in capitals
ExposeInvalidFormat | correctness | EXPOSE with an address or a host port
`;
