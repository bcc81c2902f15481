package io.holdout.protocol.message;

import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Where workers find the coordinator: it registers under this key. */
public final class Coordinators {
    public static final ServiceKey<ToCoordinator> KEY = ServiceKey.create(ToCoordinator.class, "coordinator");

    private Coordinators() {}
}
