using CommandCenter.Analytics.Ingest;
using CommandCenter.Domain.Access;
using CommandCenter.Domain.Geography;
using CommandCenter.Domain.Sensing;

namespace CommandCenter.Analytics.Tests.Ingest;

public sealed class CurrentStateTests
{
    private static readonly RegionScope City = RegionScope.Of(RegionCode.Parse("440700000000"));
    private static readonly RegionScope Xinhui = RegionScope.Of(RegionCode.Parse("440705000000"));

    [Fact]
    public void Counts_only_the_devices_of_the_scope()
    {
        var state = new CurrentState(Sample.Register(
            Sample.Device("a"), Sample.Device("b", "440705102000"), Sample.Device("c", "440781101000"), Sample.Device("d", "440706001000")));

        state.Summarize(City, Sample.Now).Total.ShouldBe(4);
        state.Summarize(Xinhui, Sample.Now).Total.ShouldBe(2);
        state.Summarize(default, Sample.Now).Total.ShouldBe(0);
        state.Find(Xinhui, "c").ShouldBeNull();
    }

    [Fact]
    public void A_device_is_online_while_its_newest_reading_is_fresh()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        state.Summarize(City, Sample.Now).Online.ShouldBe(0);

        state.Apply([Sample.Reading(device, 1.2)]);

        state.Summarize(City, Sample.Now).Online.ShouldBe(1);
        state.Summarize(City, Sample.Now + TimeSpan.FromMinutes(6)).Online.ShouldBe(0);
    }

    [Fact]
    public void A_device_counts_as_online_for_the_time_of_its_type()
    {
        var device = Sample.Device("a");
        var register = Sample.Register(device);
        var state = new CurrentState(register);
        state.Apply([Sample.Reading(device, 1.2)]);
        var later = Sample.Now + TimeSpan.FromMinutes(14);
        state.Summarize(City, later).Online.ShouldBe(0);

        register.UseTypes([Sample.Gauge]);

        state.Summarize(City, later).Online.ShouldBe(1);
        state.Summarize(City, later + TimeSpan.FromMinutes(2)).Online.ShouldBe(0);
    }

    [Fact]
    public void A_device_waits_is_online_goes_offline_and_is_taken_out_of_use()
    {
        var device = Sample.Device("a");
        var register = Sample.Register(device);
        var state = new CurrentState(register);
        DeviceLifecycle At(TimeSpan later) => state.StateOf(state.Find(City, "a")!, Sample.Now + later);

        At(default).ShouldBe(DeviceLifecycle.Waiting);
        state.Apply([Sample.Reading(device, 3.7)]);
        At(default).ShouldBe(DeviceLifecycle.Online);
        At(TimeSpan.FromMinutes(6)).ShouldBe(DeviceLifecycle.Offline);

        register.Register([device with { IsDisabled = true }]);
        At(default).ShouldBe(DeviceLifecycle.Disabled);
        var summary = state.Summarize(City, Sample.Now);
        (summary.Total, summary.Online, summary.Alarms).ShouldBe((0, 0, 0));
        state.Alarms(City, Sample.Now, 10).ShouldBeEmpty();
    }

    [Fact]
    public void A_late_reading_changes_nothing_that_is_newer()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        state.Apply([Sample.Reading(device, 2.0), Sample.Reading(device, 5.0, ago: TimeSpan.FromHours(1))]);

        var latest = state.Summarize(City, Sample.Now).Latest.ShouldNotBeNull();
        latest.Value.ShouldBe(2.0);
        state.Summarize(City, Sample.Now).Alarms.ShouldBe(0);
    }

    [Fact]
    public void A_value_over_its_threshold_is_an_alarm_until_it_falls_or_the_device_is_silent()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        state.Apply([Sample.Reading(device, 3.7, ago: TimeSpan.FromMinutes(2))]);

        state.Summarize(City, Sample.Now).Orange.ShouldBe(1);
        state.Alarms(City, Sample.Now, 10).ShouldHaveSingleItem().Device.Id.ShouldBe("a");
        state.Summarize(City, Sample.Now + TimeSpan.FromHours(1)).Alarms.ShouldBe(0);

        state.Apply([Sample.Reading(device, 1.0)]);
        state.Summarize(City, Sample.Now).Alarms.ShouldBe(0);
    }

    [Fact]
    public void A_device_registered_again_keeps_its_values_and_moves_to_its_new_region()
    {
        var register = Sample.Register(Sample.Device("a"));
        var state = new CurrentState(register);
        state.Apply([Sample.Reading(Sample.Device("a"), 1.2)]);

        register.Register([Sample.Device("a", "440781101000")]);

        state.Summarize(Xinhui, Sample.Now).Total.ShouldBe(0);
        state.Summarize(City, Sample.Now).Online.ShouldBe(1);
    }

    [Fact]
    public void Knocks_once_for_each_batch()
    {
        var device = Sample.Device("a");
        var state = new CurrentState(Sample.Register(device));
        var knocks = 0;
        state.Changed += () => knocks++;

        state.Apply([Sample.Reading(device, 1), Sample.Reading(device, 2, metric: Sample.Rainfall)]);

        knocks.ShouldBe(1);
        state.Find(City, "a")!.Values.Count.ShouldBe(2);
    }
}
