# syntax=docker/dockerfile:1
# ^^^^^^ keyword.control.directive
#       ^ keyword.operator.assignment
#        ^^^^^^^^^^^^^^^^^^^ string.unquoted.directive
#   Check = skip=JSONArgsRecommended
#   ^^^^^ keyword.control.directive
# unknown=a directive that nobody knows keeps the block open
# ^^^^^^^ comment.line !keyword
# escape=\
# ^^^^^^ keyword.control.directive

# syntax=too-late
# ^^^^^^ comment.line !keyword
   # an indented comment
#  ^^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign
FROM scratch
#<--- meta.instruction.from keyword.other.special-method
#    ^^^^^^^ constant.language.scratch
# check=skip=all
# ^^^^^ comment.line !keyword
