// Checkov's ids; see ../foreign-ids.ts for the form.

/** Source: Checkov, checkov/dockerfile/checks. */
export const checkovIds = `
CKV_DOCKER_1 | security | Port 22 is exposed
CKV_DOCKER_2 | correctness | No HEALTHCHECK
CKV_DOCKER_3 | security | No USER
CKV_DOCKER_4 | correctness | ADD instead of COPY
CKV_DOCKER_5 | correctness | An update in a layer of its own
CKV_DOCKER_6 | style | MAINTAINER
CKV_DOCKER_7 | security | The tag latest, or none
CKV_DOCKER_8 | security | The last USER is root
CKV_DOCKER_9 | style | apt instead of apt-get | Both install the same; the command line of apt may change, which a build notices at once.
CKV_DOCKER_10 | correctness | WORKDIR that is not absolute
CKV_DOCKER_11 | correctness | Two stages of one name
CKV2_DOCKER_1 | security | sudo
CKV2_DOCKER_2 | security | curl without a check of certificates
CKV2_DOCKER_3 | security | wget without a check of certificates
CKV2_DOCKER_4 | security | pip with a trusted host
CKV2_DOCKER_5 | security | PYTHONHTTPSVERIFY
CKV2_DOCKER_6 | security | NODE_TLS_REJECT_UNAUTHORIZED
CKV2_DOCKER_7 | security | apk without a check of signatures
CKV2_DOCKER_8 | security | apt-get without a check of signatures
CKV2_DOCKER_9 | security | dnf, tdnf or yum without a check of signatures
CKV2_DOCKER_10 | security | rpm without a check of signatures
CKV2_DOCKER_11 | security | apt-get --force-yes
CKV2_DOCKER_12 | security | NPM_CONFIG_STRICT_SSL
CKV2_DOCKER_13 | security | npm or yarn without a check of certificates
CKV2_DOCKER_14 | security | GIT_SSL_NO_VERIFY
CKV2_DOCKER_15 | security | yum or dnf without a check of certificates
CKV2_DOCKER_16 | security | PIP_TRUSTED_HOST
CKV2_DOCKER_17 | security | chpasswd
`;
