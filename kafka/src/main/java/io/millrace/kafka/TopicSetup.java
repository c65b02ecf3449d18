package io.millrace.kafka;

import io.millrace.outbox.PublishRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds out whether a topic can be written to, and makes it where that is wanted. */
final class TopicSetup {

    private final KafkaSettings settings;

    TopicSetup(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns when the topic can be written to; takes as long as Kafka takes to answer.
     *
     * @throws PublishRefusedException if it can't be, whatever the number of attempts
     */
    void prepare(String topic) throws InterruptedException, ExecutionException {
        Admin admin = Admin.create(settings.admin());
        try {
            Optional<TopicDescription> found = describe(admin, topic);
            if (found.isPresent()) {
                requireRightToWrite(found.get());
            } else {
                make(admin, topic);
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause != null && Refusals.isRefusal(cause)) {
                throw Refusals.refused(topic, cause);
            }
            throw e;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Optional<TopicDescription> describe(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        try {
            DescribeTopicsOptions withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
            return Optional.ofNullable(admin.describeTopics(List.of(topic), withRights)
                    .allTopicNames()
                    .get()
                    .get(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void make(Admin admin, String topic) throws InterruptedException, ExecutionException {
        switch (settings.missingTopics()) {
            case MissingTopics.Refuse r ->
                throw new PublishRefusedException(
                        "topic %s does not exist: create it, or let the publisher create topics".formatted(topic),
                        null);
            case MissingTopics.Create create -> make(admin, topic, create);
        }
    }

    private static void make(Admin admin, String topic, MissingTopics.Create create)
            throws InterruptedException, ExecutionException {
        NewTopic wanted =
                new NewTopic(topic, create.partitions(), create.replicationFactor()).configs(create.configuration());
        try {
            admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void requireRightToWrite(TopicDescription topic) {
        if (topic.authorizedOperations() != null
                && !topic.authorizedOperations().contains(AclOperation.WRITE)
                && !topic.authorizedOperations().contains(AclOperation.ALL)) {
            throw new PublishRefusedException("no right to write to topic " + topic.name(), null);
        }
    }
}
