RUN echo "unfinished
#        ^^^^^^^^^^^ string.quoted.double.shell
USER a
#<--- keyword.other.special-method !string
RUN echo 'unfinished $(
ENV A="unfinished
#     ^^^^^^^^^^^ string.quoted.double.dockerfile
WORKDIR /x
#<------ keyword.other.special-method !string
CMD ["unfinished
#    ^^^^^^^^^^^ string.quoted.double.json
EXPOSE 80
#<----- keyword.other.special-method !string
FROM ${unfinished
#      ^^^^^^^^^^ variable.other.readwrite
USER b
#<--- keyword.other.special-method !meta.variable
RUN x=$(echo "a \
USER c
#<--- meta.embedded.shell !keyword.other.special-method
COPY --from= /a
#    ^^^^^^ entity.other.attribute-name.flag
#            ^^ string.unquoted.path
FROM
#<--- keyword.other.special-method
FROM --help
#    ^^^^^^ entity.other.attribute-name.flag
FROM $(id)
#<--- keyword.other.special-method
just words "and a quote
#    ^^^^^ !keyword !string
RUN bash -c 'cat <<EOF'
#                ^^^^^ string.quoted.single.shell !keyword
USER d
#<--- keyword.other.special-method
RUN cat <<<"here string"
USER e
#<--- keyword.other.special-method
RUN echo $((1<<4))
USER f
#<--- keyword.other.special-method
# a comment with a backslash is only a comment \
USER g
#<--- keyword.other.special-method
RUN echo `date`
USER h
#<--- keyword.other.special-method
RUN cat <<NEVER
text
USER i
#<--- meta.heredoc !keyword.other.special-method
