// Trivy's ids; see ../foreign-ids.ts for the form.

/** Source: trivy-checks, checks/docker; 0003, 0018 and 0028 are not in use. */
export const trivyIds = `
DS-0001 | security | The tag latest, or none
DS-0002 | security | The image's user is root
DS-0004 | security | Port 22 is exposed
DS-0005 | correctness | ADD instead of COPY
DS-0006 | correctness | COPY --from of the stage itself
DS-0007 | correctness | Several ENTRYPOINTs
DS-0008 | correctness | A port out of range
DS-0009 | correctness | WORKDIR that is not absolute
DS-0010 | security | sudo
DS-0011 | correctness | COPY of several files to a name without a slash
DS-0012 | correctness | Two stages of one name
DS-0013 | style | \`cd\` instead of WORKDIR | The image is the same.
DS-0014 | style | Both wget and curl | Two downloaders are no weakness; what the image does not need is debug-tools-in-final-stage.
DS-0015 | size | yum without clean
DS-0016 | correctness | Several CMDs
DS-0017 | correctness | An update in a layer of its own
DS-0019 | size | dnf without clean
DS-0020 | size | zypper without clean
DS-0021 | correctness | apt-get without -y
DS-0022 | style | MAINTAINER
DS-0023 | correctness | Several HEALTHCHECKs
DS-0024 | security | apt-get dist-upgrade
DS-0025 | size | apk without --no-cache
DS-0026 | correctness | No HEALTHCHECK
DS-0027 | size | microdnf without clean
DS-0029 | size | apt-get without --no-install-recommends
DS-0030 | security | WORKDIR in a directory of the system
DS-0031 | security | A secret in ARG, ENV or a copied file
`;
