FROM redhat/ubi9
RUN «yum install» git && «dnf -q update» && microdnf install git
RUN dnf --setopt=assumeyes=1 install git && yum -qy install git
RUN yum makecache && dnf list installed && yum clean all
