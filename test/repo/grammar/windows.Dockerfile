# escape=`
# ^^^^^^ keyword.control.directive
#        ^ string.unquoted.directive
FROM mcr.microsoft.com/windows/servercore:ltsc2025
#<--- keyword.other.special-method
#                                         ^^^^^^^^ constant.numeric.tag
COPY app C:\dir\
ENV A=1 `
#<-- keyword.other.special-method !meta.instruction.copy
#       ^ constant.character.escape.line-continuation
    B=2
#   ^ variable.other.assignment
RUN Invoke-WebRequest x; `
#   ^^^^^^^^^^^^^^^^^ meta.embedded.powershell support.function.powershell
    # a comment
#   ^^^^^^^^^^^ comment.line.number-sign.dockerfile
    Write-Host "unfinished
#   ^^^^^^^^^^ support.function.powershell
CMD ["app.exe"]
#<-- keyword.other.special-method !string
HEALTHCHECK CMD Get-Process app
#               ^^^^^^^^^^^ support.function.powershell
