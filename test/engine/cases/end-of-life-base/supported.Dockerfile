# Nothing of this has ended, or it is not known whether it has.
FROM node:lts-alpine AS a
FROM python:3.12-slim-bookworm AS b
FROM golang:1.27-alpine3.24 AS c
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS d
FROM quay.io/fedora/fedora:30 AS e
FROM someone/node:12 AS f
FROM redis:8.4-alpine AS g
FROM debian:stable-slim AS h
FROM debian:sid AS i
FROM alpine:edge AS j
FROM node:99-alpine AS k
FROM registry.access.redhat.com/ubi8/ubi AS l
FROM gcr.io/distroless/static-debian12 AS m
FROM ${NODE:-node}:22-slim
COPY --from=a / /a
USER 10001
