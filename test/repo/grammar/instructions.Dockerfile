ARG TAG=3.12-slim REGISTRY
#<-- keyword.other.special-method
#   ^^^ variable.other.assignment
#      ^ keyword.operator.assignment
#       ^^^^^^^^^ string.unquoted
#                 ^^^^^^^^ variable.other.assignment
FROM --platform=$BUILDPLATFORM localhost:5000/team/python:3.12-slim@sha256:0123abcd AS builder
#    ^^^^^^^^^^ entity.other.attribute-name.flag
#                ^^^^^^^^^^^^^ variable.other.readwrite
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ entity.name.type.image
#                                                         ^^^^^^^^^ constant.numeric.tag
#                                                                  ^ punctuation.separator.digest
#                                                                   ^^^^^^^^^^^^^^^ constant.numeric.digest
#                                                                                   ^^ keyword.other.as
#                                                                                      ^^^^^^^ entity.name.type.stage
from ${REGISTRY:-docker.io}/library/node:${TAG} as Final
#<--- keyword.other.special-method
#    ^^ punctuation.definition.variable.begin
#      ^^^^^^^^ variable.other.readwrite
#              ^^ keyword.operator.expansion
#                ^^^^^^^^^ string.unquoted.default
#                         ^ punctuation.definition.variable.end
#                          ^^^^^^^^^^^^^ entity.name.type.image
#                                       ^ punctuation.separator.tag
#                                               ^^ keyword.other.as
#                                                  ^^^^^ entity.name.type.stage
ENV A=1 B="two ${C:+x}" \
#<-- keyword.other.special-method
#   ^ variable.other.assignment
#       ^ variable.other.assignment
#         ^^^^^^^^^^^^^ string.quoted.double
#              ^^^^^^^ meta.variable.braced
#                       ^ constant.character.escape.line-continuation
    # a comment inside the instruction
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign meta.instruction.env

    D=${A#pre}${A%%post}${A/x/y}
#   ^ variable.other.assignment
#        ^ keyword.operator.expansion
#                ^^ keyword.operator.expansion
#                          ^ keyword.operator.expansion
ENV LEGACY some value
#   ^^^^^^ variable.other.assignment
#          ^^^^ string.unquoted
LABEL org.opencontainers.image.title="My app" "quoted.key"=x
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable.other.assignment
#                                    ^^^^^^^^ string.quoted.double
#                                             ^^^^^^^^^^^^ variable.other.assignment
COPY --from=ghcr.io/astral-sh/uv:0.9.1 --chown=65532:65532 /uv /bin/
#<--- keyword.other.special-method
#    ^^^^^^ entity.other.attribute-name.flag
#           ^^^^^^^^^^^^^^^^^^^^ entity.name.type.image
#                                ^^^^^ constant.numeric.tag
#                                      ^^^^^^^ entity.other.attribute-name.flag
#                                              ^^^^^^^^^^^ string.unquoted.flag
#                                                          ^^^ string.unquoted.path
COPY ["a b", "/c/"]
#    ^ punctuation.definition.array.begin
#     ^^^^^ string.quoted.double.json
#          ^ punctuation.separator.array
ADD --checksum=sha256:ab https://example.com/$FILE /x
#<-- keyword.other.special-method
#   ^^^^^^^^^^ entity.other.attribute-name.flag
#                                            ^^^^^ variable.other.readwrite
EXPOSE 8080/tcp 9000-9010 $PORT
#<----- keyword.other.special-method
#      ^^^^ constant.numeric.port
#           ^^^ constant.language.protocol
#               ^^^^ constant.numeric.port
#                         ^^^^^ variable.other.readwrite
VOLUME ["/data"]
#<----- keyword.other.special-method
#       ^^^^^^^ string.quoted.double.json
USER 65532:65532
#<--- keyword.other.special-method
WORKDIR /app/$A
#<------ keyword.other.special-method
STOPSIGNAL SIGTERM
#<--------- keyword.other.special-method
MAINTAINER "Someone"
#<--------- keyword.other.special-method
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
#<---- keyword.other.special-method
#      ^^^^^^^^^^^ string.quoted.double.json
ONBUILD COPY . /app
#<------ keyword.control.onbuild
#       ^^^^ keyword.other.special-method
#              ^^^^ string.unquoted.path
ONBUILD
#<------ keyword.control.onbuild
HEALTHCHECK NONE
#<---------- keyword.other.special-method
#           ^^^^ constant.language.none
HEALTHCHECK --interval=30s --timeout=3s CMD ["python3", "-c", "print(\"\u0041\")"]
#           ^^^^^^^^^^ entity.other.attribute-name.flag
#                      ^^^ string.unquoted.flag
#                                       ^^^ keyword.other.special-method
#                                            ^^^^^^^^^ string.quoted.double.json
#                                                                     ^^^^^^ constant.character.escape.json
ENTRYPOINT ["a", \
#<--------- keyword.other.special-method
#          ^ punctuation.definition.array.begin
  "b", c]
# ^^^ string.quoted.double.json
#      ^ invalid.illegal
CMD []
#<-- keyword.other.special-method
#   ^^ meta.structure.array.exec
RUNNER is no instruction
#<----- !keyword
