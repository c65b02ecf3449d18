package io.millrace.marketplace.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the module tree, held over everything that the marketplace puts together. */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");

    private static final String[] CORE = {
        "io.millrace.work..",
        "io.millrace.event..",
        "io.millrace.log..",
        "io.millrace.store..",
        "io.millrace.aggregate..",
        "io.millrace.outbox..",
        "io.millrace.deadletter..",
        "io.millrace.consumer..",
        "io.millrace.projection..",
        "io.millrace.operations..",
        "io.millrace.saga.."
    };

    private static final List<String> SERVICES =
            List.of("ordering", "inventory", "payment", "orderquery", "notification", "gateway");

    @Test
    void the_rules_see_every_module() {
        for (String inside : List.of("work", "postgres", "kafka", "spring", "testkit", "marketplace.contracts")) {
            assertThat(ALL.that(resideInAPackage("io.millrace." + inside + "..")))
                    .as(inside)
                    .isNotEmpty();
        }
        for (String service : SERVICES) {
            assertThat(ALL.that(resideInAPackage("io.millrace.marketplace." + service + "..")))
                    .as(service)
                    .isNotEmpty();
        }
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void core_sees_the_jdk_slf4j_jspecify_and_jackson_only() {
        classes()
                .that(resideInAnyPackage(CORE))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                        .or(resideInAnyPackage(
                                "java..",
                                "org.slf4j..",
                                "org.jspecify..",
                                "tools.jackson..",
                                "com.fasterxml.jackson.annotation.."))
                        .and(DescribedPredicate.not(resideInAnyPackage("java.sql..", "javax.sql.."))))
                .check(ALL);
    }

    @Test
    void only_the_starter_and_the_marketplace_see_spring() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("io.millrace.spring..", "io.millrace.marketplace..")))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))
                .check(ALL);
    }

    @Test
    void adapters_do_not_see_each_other() {
        noClasses()
                .that(resideInAPackage("io.millrace.postgres.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.kafka.."))
                .check(ALL);
        noClasses()
                .that(resideInAPackage("io.millrace.kafka.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.postgres.."))
                .check(ALL);
    }

    @Test
    void services_see_each_other_through_contracts_only() {
        SERVICES.forEach(service -> seesNoOther(service).check(ALL));
    }

    @Test
    void the_gateway_sees_not_even_contracts() {
        noClasses()
                .that(resideInAPackage("io.millrace.marketplace.gateway.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.marketplace.contracts.."))
                .check(ALL);
    }

    @Test
    void nothing_below_the_launcher_sees_it() {
        noClasses()
                .that(DescribedPredicate.not(resideInAPackage("io.millrace.marketplace.app..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.marketplace.app.."))
                .check(ALL);
    }

    @Test
    void a_rule_that_is_broken_fails() {
        ArchRule brokenByTheLauncher = noClasses()
                .that(resideInAPackage("io.millrace.marketplace.app.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.marketplace.gateway.."));

        assertThatThrownBy(() -> brokenByTheLauncher.check(ALL)).isInstanceOf(AssertionError.class);
    }

    private static ArchRule seesNoOther(String service) {
        String own = "io.millrace.marketplace." + service + "..";
        DescribedPredicate<JavaClass> others = resideInAPackage("io.millrace.marketplace..")
                .and(DescribedPredicate.not(resideInAnyPackage(
                        own, "io.millrace.marketplace.contracts..", "io.millrace.marketplace.service..")));
        return noClasses().that(resideInAPackage(own)).should().dependOnClassesThat(others);
    }
}
