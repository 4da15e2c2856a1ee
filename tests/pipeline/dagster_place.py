"""A store and a Dagster instance in folders of their own, for the tests that run the assets."""

from __future__ import annotations

import dagster as dg

from pipelines.assets.sensors import new_submissions
from pipelines.assets.submissions import JUDGEMENTS
from pipelines.collect.store import Store

JUDGED = dg.AssetKey(JUDGEMENTS)


class Place:
    """A store and a Dagster instance in folders of their own."""

    def __init__(self, folder, found):
        self.store, self.home, self.found = Store(folder / "data"), folder / "home", found
        self.home.mkdir()
        self.instance = dg.DagsterInstance.local_temp(str(self.home))

    def look(self):
        """One look of the sensor, its partitions added as the daemon would."""
        seen = new_submissions(dg.build_sensor_context(instance=self.instance, definitions=self.found))
        if isinstance(seen, dg.SensorResult):
            for request in seen.dynamic_partitions_requests or []:
                self.instance.add_dynamic_partitions(
                    request.partitions_def_name, list(request.partition_keys)
                )
        return seen

    def run(self, job="new_edition", tags=None, as_of=""):
        config = {"resources": {"workshop": {"config": {"as_of": as_of}}}} if as_of else {}
        return self.found.resolve_job_def(job).execute_in_process(
            instance=self.instance, tags=tags, run_config=config, raise_on_error=False
        )

    def look_and_run(self):
        (request,) = self.look().run_requests
        return self.run(tags=request.tags)

    def metadata_of(self, submission):
        filters = dg.AssetRecordsFilter(JUDGED, asset_partitions=[submission])
        (record,) = self.instance.fetch_materializations(filters, limit=5).records
        return {k: getattr(v, "value", v) for k, v in record.asset_materialization.metadata.items()}

    def faulty(self):
        records = self.instance.fetch_observations(JUDGED, limit=100).records
        return [record.asset_observation.partition for record in records]


def sentence(result):
    """What the first failed step says."""
    failed = next(event for event in result.all_events if event.is_step_failure)
    return failed.step_failure_data.user_failure_data.description


def checks_of(result):
    """What the checks of a run found, by asset and name."""
    return {(e.asset_key.to_user_string(), e.check_name): e for e in result.get_asset_check_evaluations()}


def materialised(result):
    """The metadata of what a run made, by asset."""
    events = result.get_asset_materialization_events()
    return {e.asset_key.to_user_string(): e.materialization.metadata for e in events}
