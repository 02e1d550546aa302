# escape=`
# fixed: none
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
LABEL org.opencontainers.image.authors="us"
«MAINTAINER» us `
  and them
