package io.asyncsqlite.samples.shortlinks.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/** Makes the directory of the backups before the beans that use it, but not while a build makes beans ahead of time. */
@Component
final class BackupDirectory implements BeanFactoryPostProcessor, EnvironmentAware {

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            return;
        }
        try {
            Files.createDirectories(Path.of(environment.getRequiredProperty("asyncsqlite.backup.directory")));
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of the backups cannot be made", e);
        }
    }
}
