package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import org.springframework.beans.factory.BeanFactory;

/**
 * A database of the application that is opened when it is first used, so that beans that refer to it do not wait for migrations.
 */
final class LazySqlite extends DelegatingSqlite {

    private final BeanFactory beans;
    private final String bean;

    LazySqlite(BeanFactory beans, String bean) {
        this.beans = beans;
        this.bean = bean;
    }

    @Override
    AsyncSqlite delegate() {
        return beans.getBean(bean, AsyncSqlite.class);
    }
}
