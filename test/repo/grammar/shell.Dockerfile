FROM debian:13
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=secret,id=token,required \
#   ^^^^^^^ entity.other.attribute-name.flag
#           ^^^^ variable.parameter.mount
#                ^^^^^ string.unquoted.mount
#                      ^^^^^^ variable.parameter.mount
#                                                                                        ^^^^^^^^ variable.parameter.mount
#                                                                                                 ^ constant.character.escape.line-continuation
    --mount=from=golang:1.26,target=/go \
#           ^^^^ variable.parameter.mount
#                ^^^^^^ entity.name.type.image
#                       ^^^^ constant.numeric.tag
    apt-get update && \
#   ^^^^^^^ meta.embedded.shell entity.name.command.shell
#                  ^^ keyword.operator.shell
    # the shell never sees this line: it's dropped "
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign.dockerfile !string
    apt-get install -y \

# nor this one
# ^^^^^^^^^^^^ comment.line.number-sign.dockerfile
      curl "two words \
#          ^^^^^^^^^^ string.quoted.double.shell
#                     ^ constant.character.escape.line-continuation
      go on" && echo "$HOME"
#     ^^^^^^ string.quoted.double.shell
#               ^^^^ entity.name.command.shell
#                     ^^^^^ variable.other.shell
USER app
#<--- keyword.other.special-method !meta.embedded
RUN if true; then \
#   ^^ keyword.control.shell
      echo yes; # a shell comment that ends in a backslash \
#               ^^^^^^^ comment.line.number-sign.shell
    fi
#   ^^ keyword.control.shell meta.embedded.shell
run echo a\\
#<-- keyword.other.special-method
#   ^^^^ entity.name.command.shell
RUN echo trailing blanks \   
  && echo still here
# ^^ keyword.operator.shell meta.embedded.shell
CMD nginx -g "daemon off;"
#   ^^^^^ entity.name.command.shell
#            ^^^^^^^^^^^^^ string.quoted.double.shell
CMD [ -f /x ] && exec app
#   ^ meta.embedded.shell !meta.structure.array
ENTRYPOINT exec app $ARGS
#                   ^^^^^ variable.other.shell
HEALTHCHECK --interval=30s \
  CMD curl -f http://localhost/ || exit 1
# ^^^ keyword.other.special-method
#     ^^^^ entity.name.command.shell
#                               ^^ keyword.operator.shell
ONBUILD RUN echo x
#<------ keyword.control.onbuild
#       ^^^ keyword.other.special-method
#           ^^^^ entity.name.command.shell
RUN ["sh", "-c", "cat <<EOF"]
#    ^^^^ string.quoted.double.json
#                 ^^^^^^^^^ string.quoted.double.json !keyword
LABEL after=1
#<---- keyword.other.special-method
