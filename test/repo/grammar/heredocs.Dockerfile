FROM debian:13
RUN <<EOF
#<-- keyword.other.special-method
#   ^^ keyword.operator.heredoc
#     ^^^ keyword.control.heredoc-token
echo "unfinished
#<--- meta.embedded.shell entity.name.command.shell
#    ^^^^^^^^^^^ string.quoted.double.shell
RUN this is body
#<-- meta.heredoc !keyword.other.special-method
EOF
#<-- keyword.control.heredoc-token !string
RUN --mount=type=cache,target=/x <<-"END"
#   ^^^^^^^ entity.other.attribute-name.flag
#                                ^^^ keyword.operator.heredoc
#                                   ^^^^^ keyword.control.heredoc-token
	echo one
#	^^^^ entity.name.command.shell
	END
#	^^^ keyword.control.heredoc-token
RUN <<EOF
	EOF
#	^^^ !keyword.control.heredoc-token
EOF
#<-- keyword.control.heredoc-token
RUN <<EOF
#!/usr/bin/env python3
import os
#<----- meta.embedded.python keyword.control.import
"""unfinished
EOF
#<-- keyword.control.heredoc-token !string
RUN python3 - <<PY && echo after
#   ^^^^^^^ entity.name.command.shell
#             ^^ keyword.operator.heredoc
#                  ^^ keyword.operator.shell
import sys
#<----- meta.embedded.python keyword.control.import
PY
#<- keyword.control.heredoc-token
RUN /usr/bin/node <<'JS'
const a = `unfinished
#<---- meta.embedded.javascript storage.type
JS
#<- keyword.control.heredoc-token
RUN bash -e <<SH
echo x
#<--- meta.embedded.shell entity.name.command.shell
SH
#<- keyword.control.heredoc-token
RUN cat <<CONF > /etc/app.conf
listen ${PORT:-80}
#<----- string.unquoted.heredoc
#      ^^^^^^^^^^^ meta.variable.braced
CONF
#<--- keyword.control.heredoc-token
COPY --chmod=644 <<'EOF' /etc/app.ini
#<--- keyword.other.special-method
#    ^^^^^^^ entity.other.attribute-name.flag
#                  ^^^^^ keyword.control.heredoc-token
#                        ^^^^^^^^^^^^ string.unquoted.path
key = $literal \
#     ^^^^^^^^ string.unquoted.heredoc !variable
EOF
#<-- keyword.control.heredoc-token
COPY <<EOF /app/main.py
import os
#<----- meta.embedded.python keyword.control.import
EOF
#<-- keyword.control.heredoc-token
COPY <<EOF /app/settings.json
{"a": 1}
#^^^ string.quoted.double.json meta.embedded.json
EOF
COPY <<EOF /app/settings.yml
key: 1
#<-- entity.name.tag.yaml
EOF
COPY <<EOF /usr/local/bin/start
#!/bin/sh
exec app
#<--- meta.embedded.shell entity.name.command.shell
EOF
#<-- keyword.control.heredoc-token
COPY <<A <<"B" <<-C /files/
#    ^^ keyword.operator.heredoc
#      ^ keyword.control.heredoc-token
#        ^^ keyword.operator.heredoc
#              ^^^ keyword.operator.heredoc
text of $A
#<--- string.unquoted.heredoc
#       ^^ variable.other.readwrite
B
#< string.unquoted.heredoc !keyword
A
#< keyword.control.heredoc-token
C
#< string.unquoted.heredoc !keyword
B
#< keyword.control.heredoc-token
RUN no instruction
#<-- string.unquoted.heredoc !keyword
	C
#	^ keyword.control.heredoc-token
RUN cat <<ONE > /one && cat <<TWO > /two
#   ^^^ entity.name.command.shell
#                           ^^ keyword.operator.heredoc
one
#<-- string.unquoted.heredoc
ONE
#<-- keyword.control.heredoc-token
two
TWO
#<-- keyword.control.heredoc-token
RUN --mount=type=cache,target=/x \
    set -e && \
    python3 - <<PY
#             ^^ keyword.operator.heredoc
import os
#<----- meta.embedded.python keyword.control.import
PY
#<- keyword.control.heredoc-token
RUN cat <<EOF > /x && \
#       ^^ keyword.operator.heredoc
#                     ^ constant.character.escape.line-continuation
    # a comment
#   ^^^^^^^^^^^ comment.line.number-sign.dockerfile
    echo last
#   ^^^^ meta.embedded.shell entity.name.command.shell
body
#<--- string.unquoted.heredoc
EOF
#<-- keyword.control.heredoc-token
RUN cat 3<<EOF
body
EOF
#<-- keyword.control.heredoc-token
ONBUILD RUN <<EOF
#<------ keyword.control.onbuild
#       ^^^ keyword.other.special-method
echo x
#<--- meta.embedded.shell
EOF
CMD ["app"]
#<-- keyword.other.special-method
