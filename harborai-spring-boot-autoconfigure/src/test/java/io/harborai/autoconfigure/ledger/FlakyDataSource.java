package io.harborai.autoconfigure.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database that goes away on command.
 */
final class FlakyDataSource extends DelegatingDataSource {

	final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

	private volatile boolean answersGetLost;

	private volatile CountDownLatch silence = new CountDownLatch(0);

	FlakyDataSource(DataSource real) {
		super(real);
	}

	/**
	 * Refuse connections.
	 */
	void leave() {
		leaveAfter(0);
	}

	/**
	 * Refuse connections after a few more.
	 */
	void leaveAfter(int connections) {
		this.left.set(connections);
	}

	/**
	 * Answer nobody.
	 */
	void fallSilent() {
		this.silence = new CountDownLatch(1);
	}

	/**
	 * Do what is asked, and fail to say so.
	 */
	void loseAnswers() {
		this.answersGetLost = true;
	}

	void comeBack() {
		this.left.set(Integer.MAX_VALUE);
		this.answersGetLost = false;
		this.silence.countDown();
	}

	@Override
	public Connection getConnection() throws SQLException {
		this.asked.incrementAndGet();
		try {
			this.silence.await();
		}
		catch (InterruptedException ex) {
			throw new SQLException(ex);
		}
		if (this.left.getAndDecrement() <= 0) {
			throw new SQLTransientConnectionException("The database is away", "08001");
		}
		Connection real = super.getConnection();
		return this.answersGetLost ? forgetful(real) : real;
	}

	private static Connection forgetful(Connection real) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					Object result;
					try {
						result = method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
					if (method.getName().equals("commit")) {
						throw new SQLException("The connection broke", "08006");
					}
					return result;
				});
	}

}
