# The image needs nothing but the jar: build it first with `mvn package`.
FROM eclipse-temurin:25-jre
RUN useradd --system --create-home --home-dir /var/lib/flexgate flexgate
COPY target/flexgate.jar /opt/flexgate/flexgate.jar
COPY catalog /opt/flexgate/catalog
USER flexgate
WORKDIR /opt/flexgate
ENV FLEXGATE_DATA_DIR=/var/lib/flexgate/data \
    FLEXGATE_HTTP_HOST=0.0.0.0 \
    FLEXGATE_OPERATIONS_HOST=0.0.0.0
VOLUME /var/lib/flexgate
EXPOSE 8080 8081
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=25", "-XX:MaxNewSize=48m", "-jar", "/opt/flexgate/flexgate.jar"]
CMD ["run"]
