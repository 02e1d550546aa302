# fixed: forms.fixed.Dockerfile
FROM debian:12
RUN «["apt-get" "update",]»
RUN «[‘a’,, "b" , ]»
COPY «["a b", 'c d']»
  CMD «[ "sleep" \
    # between
    , '1' \
  # more
  , ]»   
